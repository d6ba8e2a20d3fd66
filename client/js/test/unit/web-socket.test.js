import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {hasty} from '../support/client.js';
import {follow} from '../support/follow.js';
import {RUN, body, run} from '../support/runs.js';
import {json, problem, serve} from '../support/server.js';
import {acceptWebSockets} from '../support/web-socket.js';

const {WebSocket} = globalThis;
const options = {skip: WebSocket === undefined && 'this Node has no WebSocket; 20 has one with --experimental-websocket'};

let server;
afterEach(() => server?.close());

const AT = number => `2026-11-22T01:03:0${number}.000Z`;
const subscribed = (sequence, status) => ({
  type: 'subscribed',
  executionId: RUN,
  sequence,
  snapshot: body(status, AT(sequence)),
});
const updated = (sequence, status) => ({
  type: 'execution.updated',
  sequence,
  executionId: RUN,
  ...body(status, AT(sequence)),
});

/** A server that gives tickets, and answers the first frame of each connection by the next of these. */
async function live(handlers, ...conversations) {
  let tickets = 0;
  server = await serve({
    'POST /tickets': response => json(response, 201, {ticket: `tk_${++tickets}`, expires_at: AT(9)}),
    ...handlers,
  });
  const opened = [];
  acceptWebSockets(server.server, connection => {
    const conversation = conversations[Math.min(opened.length, conversations.length - 1)];
    opened.push(connection.url);
    connection.onMessage = message => {
      assert.deepEqual(message, {action: 'subscribe', executionId: RUN});
      conversation(connection);
    };
  });
  return opened;
}

test('the snapshot comes first, then each update, and the stream ends with the run', options, async () => {
  const opened = await live({}, connection => {
    connection.send(subscribed(1, 'CREATED'));
    connection.send(updated(3, 'EXECUTING'));
    connection.send(updated(2, 'CREATED'));
    connection.send({type: 'pong'});
    connection.send(updated(4, 'COMPLETED'));
  });
  const stream = follow(hasty(server, {WebSocket}), RUN);
  await stream.ended;

  assert.deepEqual(stream.updates, [
    {...body('CREATED', AT(1)), sequence: 1},
    {...body('EXECUTING', AT(3)), sequence: 3},
    {...body('COMPLETED', AT(4)), sequence: 4},
  ]);
  assert.deepEqual(stream.errors, []);
  assert.deepEqual(opened, ['/live?ticket=tk_1']);
  assert.equal(server.to('/tickets')[0].headers['x-api-key'], 'lk_test');
});

test('a connection that breaks is made again with another ticket, and what is known is not told again', options, async () => {
  const opened = await live(
    {},
    connection => {
      connection.send(subscribed(1, 'CREATED'));
      connection.send(updated(2, 'EXECUTING'));
      setTimeout(() => connection.drop(), 20);
    },
    connection => {
      connection.send(subscribed(2, 'EXECUTING'));
      connection.send(updated(3, 'FAILED'));
    },
  );
  const stream = follow(hasty(server, {WebSocket}), RUN);
  await stream.ended;

  assert.deepEqual(
    stream.updates.map(({sequence}) => sequence),
    [1, 2, 3],
  );
  assert.deepEqual(opened, ['/live?ticket=tk_1', '/live?ticket=tk_2']);
});

test('while nobody answers the WebSocket is waited for, since it has worked', options, async () => {
  let asked = 0;
  const opened = await live(
    {'POST /tickets': response => (++asked % 6 === 1 ? json(response, 201, {ticket: `tk_${asked}`}) : response.destroy())},
    connection => {
      connection.send(subscribed(1, 'EXECUTING'));
      setTimeout(() => connection.drop(), 20);
    },
    connection => connection.send(subscribed(2, 'COMPLETED')),
  );
  const stream = follow(hasty(server, {WebSocket}), RUN);
  await stream.ended;

  assert.deepEqual(opened, ['/live?ticket=tk_1', '/live?ticket=tk_7']);
  assert.deepEqual(server.to(`/runs/${RUN}/events`), []);
  assert.deepEqual(
    stream.updates.map(({sequence}) => sequence),
    [1, 2],
  );
});

test('events take over where the WebSocket is refused or not there', options, async () => {
  const handlers = {
    [`GET /runs/${RUN}/events`]: response =>
      response
        .writeHead(200, {'Content-Type': 'text/event-stream'})
        .end(`id: 5\nevent: update\ndata: ${JSON.stringify(body('COMPLETED'))}\n\n`),
  };
  await live(handlers, connection => connection.send({type: 'error', message: 'no such action'}));
  const refused = follow(hasty(server, {WebSocket}), RUN);
  await refused.ended;
  assert.deepEqual(
    refused.updates.map(({sequence}) => sequence),
    [5],
  );

  const nowhere = follow(hasty(server, {WebSocket, webSocketUrl: 'ws://127.0.0.1:1/live'}), RUN);
  await nowhere.ended;
  assert.equal(nowhere.updates.length, 1);
});

test('polling takes over where there are neither tickets nor events', options, async () => {
  server = await serve({
    'POST /tickets': response => problem(response, 404, 'there is no such route'),
    [`GET /runs/${RUN}`]: response => json(response, 200, run('COMPLETED')),
  });
  const stream = follow(hasty(server, {WebSocket}), RUN);
  await stream.ended;

  assert.deepEqual(stream.updates, [body('COMPLETED')]);
});

test('a stream that is closed closes its connection', options, async () => {
  server = await serve({'POST /tickets': response => json(response, 201, {ticket: 'tk_1'})});
  let gone;
  const disconnected = new Promise(resolve => {
    gone = resolve;
  });
  server.server.on('upgrade', (request, socket) => socket.on('close', gone));
  acceptWebSockets(server.server, connection => {
    connection.onMessage = () => connection.send(subscribed(1, 'EXECUTING'));
  });
  const stream = follow(hasty(server, {WebSocket}), RUN, {until: () => true});
  await stream.ended;
  stream.close();
  await disconnected;

  assert.deepEqual(stream.errors, []);
});
