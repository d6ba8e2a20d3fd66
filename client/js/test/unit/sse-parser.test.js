import assert from 'node:assert/strict';
import {test} from 'node:test';
import {eventParser} from '../../src/transports/sse-parser.js';

const TEXT =
  ': hello\r\nretry: 250\r\nid: 7\r\nevent: update\r\ndata: {"a":\r\ndata: 1}\r\n\r\n' +
  'data:no space\n\nid\nevent: empty\n\ndata: ü\rignored: x\r\rdata: never ended';
const EVENTS = [
  {type: 'retry', ms: 250},
  {type: 'update', id: '7', data: '{"a":\n1}'},
  {type: 'message', id: '7', data: 'no space'},
  {type: 'message', id: '', data: 'ü'},
];

test('all that the format allows is read', () => {
  assert.deepEqual(eventParser()(TEXT), EVENTS);
});

test('wherever the text is cut, the events are the same', () => {
  for (let cut = 0; cut <= TEXT.length; cut++) {
    const parse = eventParser();
    assert.deepEqual([...parse(TEXT.slice(0, cut)), ...parse(TEXT.slice(cut))], EVENTS, `cut at ${cut}`);
  }
  const parse = eventParser();
  assert.deepEqual([...TEXT].flatMap(parse), EVENTS);
});
