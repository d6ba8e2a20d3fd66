import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fresh, refusalOf, simple} from './world.js';

/** What a caller is told who is at fault. */
export function errors(world) {
  const call = async (method, path, {headers = {}, body} = {}) => {
    const response = await fetch(`${world.lockstep.url}${path}`, {
      method,
      headers: {'Content-Type': 'application/json', ...headers},
      body: body && JSON.stringify(body),
    });
    return {status: response.status, body: await response.json()};
  };

  test('a workflow that there is not', async () => {
    assert.match((await refusalOf(world.executor.getWorkflow('nothing', true))).message, /nothing/);
    assert.match((await refusalOf(world.executor.pause('nothing'))).message, /nothing/);
    assert.match((await refusalOf(world.start('no_such_workflow'))).message, /no_such_workflow/);
  });

  test('a move that does not fit the state of the workflow', async () => {
    const id = await world.start(await world.define([simple(fresh('never'), 'a')]));

    assert.match((await refusalOf(world.executor.retry(id, false))).message, /still running/);
    assert.ok((await refusalOf(world.executor.restart(id, false))).message);
    await world.executor.terminate(id, 'over');
    assert.ok((await refusalOf(world.executor.pause(id))).message);
  });

  test('a wrong secret, a forged token and a path that there is not', async () => {
    const key = {'X-API-KEY': world.lockstep.key};
    const refusals = [
      [401, await call('POST', '/api/token', {body: {keyId: 'suite', keySecret: 'lk_wrong'}})],
      [401, await call('GET', '/api/metadata/workflow', {headers: {'X-Authorization': 'lt_forged'}})],
      [401, await call('GET', '/api/metadata/workflow')],
      [404, await call('GET', '/api/human/tasks', {headers: key})],
      [404, await call('GET', '/api/workflow/nothing', {headers: key})],
      [400, await call('GET', '/api/tasks/poll/batch/any?timeout=5001', {headers: key})],
    ];
    for (const [status, refused] of refusals) {
      assert.equal(refused.status, status);
      assert.equal(refused.body.status, status);
      assert.equal(typeof refused.body.message, 'string');
    }
  });
}
