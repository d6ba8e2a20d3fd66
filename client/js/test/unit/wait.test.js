import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {hasty} from '../support/client.js';
import {RUN, run} from '../support/runs.js';
import {inTurn, json, problem, serve} from '../support/server.js';

let server;
afterEach(() => server.close());

const PATH = `GET /runs/${RUN}`;
const showing = status => response => json(response, 200, run(status));

for (const status of ['COMPLETED', 'FAILED', 'CANCELED']) {
  test(`a run is given once it is ${status}, and not before`, async () => {
    server = await serve({[PATH]: inTurn(showing('CREATED'), showing('EXECUTING'), showing(status))});

    assert.deepEqual(await hasty(server).waitForRun(RUN), run(status));
    assert.equal(server.requests.length, 3);
  });
}

test('past the limit it is told that it timed out, and how the run stood', async () => {
  server = await serve({[PATH]: showing('EXECUTING')});
  const begun = performance.now();

  await assert.rejects(hasty(server).waitForRun(RUN, 150), {
    name: 'CallerSDKError',
    message: `waiting for run ${RUN} timed out after 150 ms: it was EXECUTING when it was last read`,
  });
  assert.ok(performance.now() - begun >= 149);
});

test('a server that does not answer does not put off the limit', {timeout: 5_000}, async () => {
  server = await serve({[PATH]: () => {}});

  await assert.rejects(hasty(server).waitForRun(RUN, 150), {message: /timed out/});
});

test('the run is looked at less and less often', async () => {
  server = await serve({[PATH]: showing('EXECUTING')});

  await assert.rejects(hasty(server, {polling: {baseMs: 20, maxMs: 10_000}}).waitForRun(RUN, 600), {message: /timed out/});

  assert.ok(server.requests.length >= 3, String(server.requests.length));
  assert.ok(server.requests.length <= 10, String(server.requests.length));
});

test('a server that is away for a while is waited for', async () => {
  server = await serve({
    [PATH]: inTurn(...Array.from({length: 8}, () => response => problem(response, 503, 'away')), showing('COMPLETED')),
  });

  assert.equal((await hasty(server).waitForRun(RUN)).status, 'COMPLETED');
});

test('a run that there is not is not waited for', async () => {
  server = await serve();

  await assert.rejects(hasty(server).waitForRun(RUN), {name: 'CallerSDKError', status: 404});
  assert.equal(server.requests.length, 1);
});
