export {WorkflowClient} from './src/client.js';
export {CallerSDKError} from './src/error.js';
