// What a page does with the client, in a browser.
import {CallerSDKError, WorkflowClient} from '../../index.js';

const {baseUrl, apiKey, dummy, slow} = Object.fromEntries(new URLSearchParams(location.search));

async function finished() {
  const client = new WorkflowClient({baseUrl, apiKey, workflowId: dummy});
  const {runId} = await client.trigger({});
  return (await client.waitForRun(runId, 30_000)).status;
}

/** Follows a run until it was canceled, which is done when it is seen to be under way. */
async function canceled(options) {
  const client = new WorkflowClient({baseUrl, apiKey, workflowId: slow, ...options});
  const {runId} = await client.trigger({});
  const updates = [];
  await new Promise((resolve, reject) => {
    client.stream(runId, {
      onUpdate(update) {
        updates.push({status: update.status, isNumbered: update.sequence > 0});
        if (update.status === 'EXECUTING') {
          client.execution.cancel(runId).catch(reject);
        } else if (update.status === 'CANCELED') {
          resolve();
        }
      },
      onError: reject,
    });
  });
  return updates;
}

async function refused(key, runId) {
  try {
    await new WorkflowClient({baseUrl, apiKey: key}).execution.get(runId);
    return undefined;
  } catch (error) {
    return {isOurs: error instanceof CallerSDKError, status: error.status, title: error.details?.title};
  }
}

async function everything() {
  try {
    return {
      finished: await finished(),
      overWebSocket: await canceled({}),
      byEvents: await canceled({WebSocket: null}),
      missing: await refused(apiKey, 'ex-00000000000000000000000000'),
      stranger: await refused('lk_nobody', 'ex-00000000000000000000000000'),
    };
  } catch (error) {
    return {failure: String(error.stack)};
  }
}

await fetch('/', {method: 'POST', body: JSON.stringify(await everything())});
