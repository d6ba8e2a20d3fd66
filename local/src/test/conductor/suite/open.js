import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fresh, simple} from './world.js';

/** As Conductor's own server is used, which knows no keys. */
export function open(world) {
  test('a client without credentials registers, starts, works and reads', async () => {
    const type = fresh('keyless');
    world.work({[type]: async () => ({status: 'COMPLETED', outputData: {done: true}})});
    const id = await world.start(await world.define([simple(type, 'a')]));

    const workflow = await world.ended(id);

    assert.equal(workflow.status, 'COMPLETED');
    assert.deepEqual(workflow.output, {done: true});
  });
}
