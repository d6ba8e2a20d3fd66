import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fresh, refusalOf, simple} from './world.js';

/** What the SDK's client for event handlers calls, where it has one. */
export function events(world) {
  test('an event handler is added, works, is changed and removed', async t => {
    const {EventClient} = world.sdk;
    if (!EventClient) {
      t.skip('it has none');
      return;
    }
    const client = new EventClient(world.client);
    const ships = await world.define([simple(fresh('never'), 'a')]);
    const pays = await world.define([{name: 'paid', taskReferenceName: 'paid', type: 'EVENT', sink: 'conductor:paid', inputParameters: {n: 7}}]);
    const name = fresh('handler');
    const event = `conductor:${pays}:paid`;
    const handler = {
      name,
      event,
      active: true,
      actions: [{action: 'start_workflow', start_workflow: {name: ships, correlationId: name, input: {n: '${n}'}}}],
    };

    await client.addEventHandler(handler);
    assert.deepEqual((await client.getEventHandlersForEvent(event)).map(one => one.name), [name]);
    assert.ok((await client.getAllEventHandlers()).some(one => one.name === name));
    assert.equal((await world.ended(await world.start(pays))).status, 'COMPLETED');
    const {results} = await world.executor.search(0, 10, `workflowType=${ships}`, '*');
    assert.deepEqual(results.map(({correlationId, status}) => [correlationId, status]), [[name, 'RUNNING']]);

    await client.updateEventHandler({...handler, active: false});
    assert.deepEqual(await client.getEventHandlersForEvent(event, true), []);
    assert.deepEqual((await client.getEventHandlersForEvent(event, false)).map(one => one.name), [name]);

    await client.removeEventHandler(name);
    assert.ok((await refusalOf(client.removeEventHandler(name))).message);
  });
}
