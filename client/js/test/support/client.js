import {WorkflowClient} from '../../index.js';
import {WORKFLOW} from './runs.js';

/** A client that is in a hurry, and has no WebSocket unless it is given one. */
export const hasty = (server, options = {}) =>
  new WorkflowClient({
    apiKey: 'lk_test',
    workflowId: WORKFLOW,
    baseUrl: server.url,
    WebSocket: undefined,
    retry: {baseMs: 2, maxMs: 10},
    polling: {baseMs: 5, maxMs: 20},
    ...options,
  });
