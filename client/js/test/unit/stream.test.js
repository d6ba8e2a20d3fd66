import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {hasty} from '../support/client.js';
import {follow} from '../support/follow.js';
import {RUN, body, run} from '../support/runs.js';
import {inTurn, json, problem, serve} from '../support/server.js';

let server;
afterEach(() => server.close());

const EVENTS = `GET /runs/${RUN}/events`;
const READ = `GET /runs/${RUN}`;
const AT = number => `2026-11-22T01:03:0${number}.000Z`;
const event = (sequence, status) =>
  `id: ${sequence}\nevent: update\ndata: ${JSON.stringify(body(status, AT(sequence)))}\n\n`;

function events(response, ...texts) {
  response.writeHead(200, {'Content-Type': 'text/event-stream'});
  texts.forEach(text => response.write(text));
  return response;
}

const numbers = updates => updates.map(({sequence}) => sequence);

test('updates come as they are sent, with their numbers, and the stream ends with the run', async () => {
  server = await serve({[EVENTS]: response => events(response, event(1, 'CREATED'), event(2, 'EXECUTING'), event(3, 'COMPLETED'))});
  const stream = follow(hasty(server), RUN);
  await stream.ended;

  assert.deepEqual(stream.updates, [
    {...body('CREATED', AT(1)), sequence: 1},
    {...body('EXECUTING', AT(2)), sequence: 2},
    {...body('COMPLETED', AT(3)), sequence: 3},
  ]);
  assert.deepEqual(stream.errors, []);
  assert.equal(server.to(`/runs/${RUN}/events`)[0].headers['x-api-key'], 'lk_test');
});

test('a stream that is cut off in the middle of an event is taken up after the last whole one', async () => {
  server = await serve({
    [EVENTS]: inTurn(
      async response => {
        const opened = events(response, event(1, 'CREATED'));
        await new Promise(resolve => opened.write(event(2, 'EXECUTING').slice(0, 25), resolve));
        opened.destroy();
      },
      response => events(response, event(2, 'EXECUTING')).end('retry: 1\n\n'),
      response => events(response, event(3, 'COMPLETED')).end(),
    ),
  });
  const stream = follow(hasty(server), RUN);
  await stream.ended;

  assert.deepEqual(numbers(stream.updates), [1, 2, 3]);
  assert.deepEqual(
    server.to(`/runs/${RUN}/events`).map(({headers}) => headers['last-event-id']),
    [undefined, '1', '2'],
  );
});

test('what is older than what was passed on, and what comes twice, is not passed on', async () => {
  server = await serve({
    [EVENTS]: response => events(response, event(2, 'EXECUTING'), event(1, 'CREATED'), event(2, 'EXECUTING'), event(3, 'FAILED')),
  });
  const stream = follow(hasty(server), RUN);
  await stream.ended;

  assert.deepEqual(numbers(stream.updates), [2, 3]);
});

test('where there are no events the run is polled, and only changes are told', async () => {
  const showing = (status, at) => response => json(response, 200, run(status, at));
  server = await serve({
    [READ]: inTurn(
      showing('EXECUTING', AT(2)),
      showing('EXECUTING', AT(2)),
      response => problem(response, 503, 'away'),
      showing('CREATED', AT(1)),
      showing('COMPLETED', AT(3)),
    ),
  });
  const stream = follow(hasty(server), RUN);
  await stream.ended;

  assert.deepEqual(stream.updates, [body('EXECUTING', AT(2)), body('COMPLETED', AT(3))]);
  assert.deepEqual(stream.errors, []);
});

test('events that are over before the end was told give way to polling', async () => {
  server = await serve({
    [EVENTS]: inTurn(
      response => events(response, event(1, 'EXECUTING')).end('retry: 1\n\n'),
      response => response.writeHead(204).end(),
    ),
    [READ]: response => json(response, 200, run('COMPLETED', AT(2))),
  });
  const stream = follow(hasty(server), RUN);
  await stream.ended;

  assert.deepEqual(
    stream.updates.map(({status}) => status),
    ['EXECUTING', 'COMPLETED'],
  );
});

test('events that break again and again give way to polling', async () => {
  server = await serve({
    [EVENTS]: response => problem(response, 500, 'oh no'),
    [READ]: response => json(response, 200, run('COMPLETED')),
  });
  const stream = follow(hasty(server), RUN);
  await stream.ended;

  assert.equal(stream.updates.at(-1).status, 'COMPLETED');
  assert.equal(server.to(`/runs/${RUN}/events`).length, 3);
});

test('a run that there is not is an error, once, and the end of the stream', async () => {
  server = await serve();
  const stream = follow(hasty(server), RUN);
  await stream.ended;

  assert.equal(stream.errors.length, 1);
  assert.equal(stream.errors[0].name, 'CallerSDKError');
  assert.equal(stream.errors[0].status, 404);
  assert.deepEqual(stream.updates, []);
});

test('a server that stays away is an error once it has been given enough time', async () => {
  server = await serve({[READ]: response => problem(response, 503, 'away')});
  const stream = follow(hasty(server, {reconnectForMs: 100}), RUN);
  await stream.ended;

  assert.equal(stream.errors[0].status, 503);
});

test('nothing is told, or asked for, after the stream was closed', async () => {
  let opened;
  const connected = new Promise(resolve => {
    opened = resolve;
  });
  let gone;
  const disconnected = new Promise(resolve => {
    gone = resolve;
  });
  server = await serve({
    [EVENTS]: response => {
      response.on('close', gone);
      opened(events(response, event(1, 'EXECUTING')));
    },
  });
  const stream = follow(hasty(server), RUN, {until: () => true});
  const response = await connected;
  await stream.ended;
  stream.close();
  response.write(event(2, 'COMPLETED'));
  await disconnected;

  assert.deepEqual(numbers(stream.updates), [1]);
  assert.deepEqual(stream.errors, []);
  assert.equal(server.to(`/runs/${RUN}/events`).length, 1);
});

test('a handler that throws is told so, and the stream goes on', async () => {
  server = await serve({[EVENTS]: response => events(response, event(1, 'EXECUTING'), event(2, 'COMPLETED'))});
  const causes = [];
  const statuses = [];
  await new Promise(resolve => {
    hasty(server).stream(RUN, {
      onUpdate({status}) {
        statuses.push(status);
        if (status === 'COMPLETED') {
          resolve();
        }
        throw new Error(`cannot show ${status}`);
      },
      onError: error => causes.push(error.cause.message),
    });
  });

  assert.deepEqual(statuses, ['EXECUTING', 'COMPLETED']);
  assert.deepEqual(causes[0], 'cannot show EXECUTING');
});
