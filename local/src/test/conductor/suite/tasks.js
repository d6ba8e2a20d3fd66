import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fresh, simple, taskOf} from './world.js';

/** What somebody does to a task who is no worker. */
export function tasks(world) {
  test('a task is read by its id', async () => {
    const type = fresh('never');
    const id = await world.start(await world.define([simple(type, 'a', {n: 1})]));
    const {taskId} = taskOf(await world.reached(id, 'a', 'SCHEDULED'), 'a');

    const task = await world.executor.getTask(taskId);

    assert.equal(task.taskId, taskId);
    assert.equal(task.workflowInstanceId, id);
    assert.equal(task.taskDefName, type);
    assert.deepEqual(task.inputData, {n: 1});
  });

  test('a task is completed by its id', async () => {
    const id = await world.start(await world.define([simple(fresh('never'), 'a')]));
    const {taskId} = taskOf(await world.reached(id, 'a', 'SCHEDULED'), 'a');

    assert.equal(await world.executor.updateTask(taskId, id, 'COMPLETED', {by: 'hand'}), taskId);

    const workflow = await world.ended(id);
    assert.equal(workflow.status, 'COMPLETED');
    assert.deepEqual(workflow.output, {by: 'hand'});
  });

  test('what waits for somebody is completed by its name', async () => {
    const id = await world.start(
      await world.define([{name: 'approve', taskReferenceName: 'approve', type: 'WAIT', inputParameters: {}}]),
    );
    const {taskId} = taskOf(await world.reached(id, 'approve', 'IN_PROGRESS'), 'approve');

    assert.equal(await world.executor.updateTaskByRefName('approve', id, 'COMPLETED', {ok: true}), taskId);

    const workflow = await world.ended(id);
    assert.equal(workflow.status, 'COMPLETED');
    assert.deepEqual(workflow.output, {ok: true});
  });
}
