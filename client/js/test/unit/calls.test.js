import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {CallerSDKError, WorkflowClient} from '../../index.js';
import {hasty} from '../support/client.js';
import {RUN, WORKFLOW, run} from '../support/runs.js';
import {inTurn, json, problem, serve} from '../support/server.js';

let server;
afterEach(() => server?.close());

const RUNS = `/workflows/${WORKFLOW}/runs`;
const started = response => json(response, 202, {runId: RUN, jobId: RUN});

test('a run is started with the input, the key and an idempotency key of its own', async () => {
  server = await serve({[`POST ${RUNS}`]: started});
  const client = hasty(server);

  assert.deepEqual(await client.trigger({a: 1}), {runId: RUN, jobId: RUN});
  await client.trigger();

  const [first, second] = server.requests;
  assert.deepEqual(first.json, {input: {a: 1}});
  assert.equal(first.headers['x-api-key'], 'lk_test');
  assert.deepEqual(second.json, {});
  assert.ok(first.headers['idempotency-key'].length >= 16);
  assert.notEqual(first.headers['idempotency-key'], second.headers['idempotency-key']);
});

test('a start that was not answered well is tried again under the same idempotency key', async () => {
  server = await serve({
    [`POST ${RUNS}`]: inTurn(
      response => problem(response, 500, 'oh no'),
      response => response.destroy(),
      response => problem(response, 429, 'too many', {}, {'Retry-After': '0'}),
      response => problem(response, 409, 'busy', {}, {'Retry-After': '0'}),
      started,
    ),
  });

  assert.equal((await hasty(server).trigger({a: 1})).runId, RUN);

  assert.equal(server.requests.length, 5);
  assert.equal(new Set(server.requests.map(({headers}) => headers['idempotency-key'])).size, 1);
  assert.equal(new Set(server.requests.map(({text}) => text)).size, 1);
});

test('the caller may bring the idempotency key', async () => {
  server = await serve({[`POST ${RUNS}`]: started});

  await hasty(server).trigger({}, {idempotencyKey: 'order-17'});

  assert.equal(server.requests[0].headers['idempotency-key'], 'order-17');
});

test('the server is left alone for as long as it asks', async () => {
  server = await serve({
    [`POST ${RUNS}`]: inTurn(response => problem(response, 503, 'later', {}, {'Retry-After': '0.3'}), started),
  });
  const begun = performance.now();

  await hasty(server).trigger();

  assert.ok(performance.now() - begun >= 290);
});

test('what is at fault is not tried again, and is told with its status and its problem', async () => {
  const errors = [{path: 'input.a', message: 'must be a number'}];
  server = await serve({[`POST ${RUNS}`]: response => problem(response, 400, 'the input is not valid', {errors})});

  await assert.rejects(hasty(server).trigger({a: 'x'}), error => {
    assert.ok(error instanceof CallerSDKError);
    assert.ok(error instanceof Error);
    assert.equal(error.name, 'CallerSDKError');
    assert.equal(error.status, 400);
    assert.equal(error.retryable, false);
    assert.deepEqual(error.details.errors, errors);
    assert.match(error.message, /400 the input is not valid \(input\.a: must be a number\)/);
    return true;
  });
  assert.equal(server.requests.length, 1);
});

test('a server that fails for good is an error after the last attempt', async () => {
  server = await serve({[`GET /runs/${RUN}`]: response => response.writeHead(502).end('<html>')});

  await assert.rejects(hasty(server, {retry: {attempts: 3, baseMs: 1}}).execution.get(RUN), {status: 502, details: '<html>'});
  assert.equal(server.requests.length, 3);
});

test('a server that cannot be reached is an error without a status', async () => {
  server = await serve();
  const client = hasty(server);
  await server.close();
  server = undefined;

  await assert.rejects(client.execution.get(RUN), error => {
    assert.equal(error.name, 'CallerSDKError');
    assert.equal(error.status, undefined);
    assert.match(error.message, /no answer: ECONNREFUSED/);
    return true;
  });
});

test('an answer that does not come is not waited for', async () => {
  server = await serve({[`GET /runs/${RUN}`]: inTurn(() => {}, response => json(response, 200, run('COMPLETED')))});

  assert.equal((await hasty(server, {requestTimeoutMs: 100}).execution.get(RUN)).status, 'COMPLETED');
  assert.equal(server.requests.length, 2);
});

test('an answer that is not JSON is an error', async () => {
  server = await serve({[`GET /runs/${RUN}`]: response => response.writeHead(200).end('<html>welcome</html>')});

  await assert.rejects(hasty(server).execution.get(RUN), {name: 'CallerSDKError', message: /not JSON/});
});

test('a run is read and canceled by its id, whatever characters that has', async () => {
  server = await serve({
    'GET /runs/a%2Fb%3F': response => json(response, 200, run('EXECUTING')),
    'POST /runs/a%2Fb%3F/cancel': response => json(response, 200, run('CANCELED')),
  });
  const {execution} = hasty(server);

  assert.deepEqual(await execution.get('a/b?'), run('EXECUTING'));
  assert.deepEqual(await execution.cancel('a/b?', 'changed my mind'), run('CANCELED'));
  assert.deepEqual(await execution.cancel('a/b?'), run('CANCELED'));
  assert.deepEqual(server.requests.slice(1).map(({json}) => json), [{reason: 'changed my mind'}, {}]);
});

test('a component is changed by its id', async () => {
  const id = 'ac52e5f5-acd8-4677-8720-7bae7f49bc0e';
  server = await serve({[`PATCH /components/${id}`]: response => response.writeHead(204).end()});

  await hasty(server).component.update(id, {name: 'Say it', position: [1, 2]});

  assert.deepEqual(server.requests[0].json, {name: 'Say it', position: [1, 2]});
});

test('what a client cannot do without is asked for at once', async () => {
  assert.throws(() => new WorkflowClient({baseUrl: 'http://localhost'}), {name: 'CallerSDKError', message: /apiKey/});
  assert.throws(() => new WorkflowClient({apiKey: 'k', baseUrl: 'localhost:3000'}), {name: 'CallerSDKError', message: /baseUrl/});
  assert.throws(() => new WorkflowClient({apiKey: 'k'}), {name: 'CallerSDKError', message: /baseUrl/});
  await assert.rejects(new WorkflowClient({apiKey: 'k', baseUrl: 'http://localhost'}).trigger(), {message: /workflowId/});
});
