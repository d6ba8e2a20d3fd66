import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {readFile, rm, writeFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {after, before, test} from 'node:test';
import {promisify} from 'node:util';
import {WorkflowClient} from '../../index.js';
import {browser, inBrowser} from '../support/browser.js';
import {follow} from '../support/follow.js';
import {up} from '../support/lockstep.js';
import {blocks} from '../support/readme.js';

const TERMINAL = ['COMPLETED', 'FAILED', 'CANCELED'];

let lockstep;
before(async () => {
  lockstep = await up();
});
after(() => lockstep?.stop());

const dummy = async () => JSON.parse(await readFile(new URL('../../../../docs/examples/dummy.json', import.meta.url), 'utf8'));

async function clientFor(definition) {
  return new WorkflowClient({
    baseUrl: lockstep.url,
    apiKey: lockstep.apiKey,
    workflowId: await lockstep.register(definition),
  });
}

test('the example of the README prints what the README says', async () => {
  const [example] = await blocks('js');
  const [expected] = await blocks('text');
  // Inside the package, so that its own name means what the reader would install.
  const file = fileURLToPath(new URL('../readme-example.tmp.mjs', import.meta.url));
  await writeFile(file, example);
  try {
    const {stdout, stderr} = await promisify(execFile)(process.execPath, [file], {
      env: {
        ...process.env,
        LOCKSTEP_URL: lockstep.url,
        LOCKSTEP_API_KEY: lockstep.apiKey,
        LOCKSTEP_WORKFLOW: await lockstep.register(await dummy()),
      },
    });
    // Which updates there are is a matter of time; all else is not.
    const telling = text => text.split('\n').filter(line => !line.startsWith('update '));
    assert.deepEqual(telling(stdout), telling(expected));
    assert.doesNotMatch(stderr, /stream/);
  } finally {
    await rm(file);
  }
});

test('a stream tells how a run goes, with the end last', async () => {
  const client = await clientFor(await dummy());
  const {runId} = await client.trigger({});
  const stream = follow(client, runId);
  await stream.ended;

  assert.deepEqual(stream.errors, []);
  const statuses = stream.updates.map(({status}) => status);
  assert.equal(statuses.findIndex(status => TERMINAL.includes(status)), statuses.length - 1);
  const last = stream.updates.at(-1);
  assert.equal(last.runId, runId);
  assert.equal(last.status, 'COMPLETED');
  assert.deepEqual(last.output, {pendingStageCount: 0, failedStageCount: 0, totalUsage: 3, nonTerminalStages: []});
});

test('a stream tells of a cancellation while it is open', async () => {
  const client = await clientFor({name: 'Slow', steps: [{type: 'Wait', seconds: 600}]});
  const {runId} = await client.trigger({});
  let seen;
  const executing = new Promise(resolve => {
    seen = resolve;
  });
  const stream = follow(client, runId, {
    until: update => {
      if (update.status === 'EXECUTING') {
        seen();
      }
      return TERMINAL.includes(update.status);
    },
  });
  await executing;
  const canceled = await client.execution.cancel(runId, 'changed my mind');
  await stream.ended;

  assert.equal(canceled.cancelReason, 'changed my mind');
  assert.equal(stream.updates.at(-1).status, 'CANCELED');
  // Polled updates have no number: it was heard of as it happened.
  assert.ok(stream.updates.every(({sequence}) => sequence > 0));
  assert.equal((await client.execution.get(runId)).status, 'CANCELED');
});

test('a run that takes longer than one waits is told as timed out, and goes on', async () => {
  const client = await clientFor({name: 'Slow', steps: [{type: 'Wait', seconds: 600}]});
  const {runId} = await client.trigger({});

  await assert.rejects(client.waitForRun(runId, 300), {name: 'CallerSDKError', message: /timed out/});
  assert.ok(!TERMINAL.includes((await client.execution.get(runId)).status));
});

test('one idempotency key starts one run', async () => {
  const client = await clientFor(await dummy());

  const one = await client.trigger({}, {idempotencyKey: 'order-17'});
  assert.deepEqual(await client.trigger({}, {idempotencyKey: 'order-17'}), one);
  await assert.rejects(client.trigger({a: 1}, {idempotencyKey: 'order-17'}), {status: 422});
});

test('errors carry the problem of the server', async () => {
  const client = await clientFor({
    name: 'Typed',
    input_schema: {type: 'object', required: ['days'], properties: {days: {type: 'integer'}}},
    steps: [{type: 'Echo'}],
  });

  await assert.rejects(client.trigger({days: 'many'}), error => error.status === 400 && error.details.errors.length > 0);
  const stranger = new WorkflowClient({baseUrl: lockstep.url, apiKey: 'lk_nobody', workflowId: 'wf-1'});
  await assert.rejects(stranger.trigger({}), {name: 'CallerSDKError', status: 401});
  const stream = follow(client, 'ex-00000000000000000000000000');
  await stream.ended;
  assert.equal(stream.errors[0].status, 404);
});

test('a page of another origin does all of it in a browser', {skip: browser === undefined && 'there is no browser here'}, async () => {
  const report = await inBrowser({
    baseUrl: lockstep.url,
    apiKey: lockstep.apiKey,
    dummy: await lockstep.register(await dummy()),
    slow: await lockstep.register({name: 'Slow', steps: [{type: 'Wait', seconds: 600}]}),
  });

  assert.equal(report.failure, undefined);
  assert.equal(report.finished, 'COMPLETED');
  for (const updates of [report.overWebSocket, report.byEvents]) {
    assert.equal(updates.at(-1).status, 'CANCELED');
    // Polled updates have no number.
    assert.ok(updates.every(({isNumbered}) => isNumbered));
  }
  assert.deepEqual(report.missing, {isOurs: true, status: 404, title: 'Not Found'});
  assert.equal(report.stranger.status, 401);
});
