import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fresh, refusalOf, simple} from './world.js';

/** Definitions of workflows and of tasks. */
export function metadata(world) {
  const workflow = (name, version, description) => ({
    name,
    version,
    description,
    ownerEmail: 'suite@example.com',
    timeoutSeconds: 0,
    tasks: [simple('any', 'a')],
  });

  test('a workflow is registered, read by version and by its latest, and removed', async () => {
    const name = fresh('defined');
    await world.metadata.registerWorkflowDef(workflow(name, 1, 'one'));
    await world.metadata.registerWorkflowDef(workflow(name, 2, 'two'));

    assert.equal((await world.metadata.getWorkflowDef(name)).version, 2);
    const first = await world.metadata.getWorkflowDef(name, 1);
    assert.equal(first.description, 'one');
    assert.equal(first.tasks[0].taskReferenceName, 'a');

    await world.metadata.unregisterWorkflow(name, 2);
    assert.equal((await world.metadata.getWorkflowDef(name)).version, 1);
    await world.metadata.unregisterWorkflow(name, 1);
    assert.match((await refusalOf(world.metadata.getWorkflowDef(name))).message, new RegExp(name));
  });

  test('a version that is there is changed only by whoever says so', async () => {
    const name = fresh('defined');
    await world.metadata.registerWorkflowDef(workflow(name, 1, 'one'));

    assert.match((await refusalOf(world.metadata.registerWorkflowDef(workflow(name, 1, 'two')))).message, /already exists/);
    assert.equal((await world.metadata.getWorkflowDef(name, 1)).description, 'one');
    await world.metadata.registerWorkflowDef(workflow(name, 1, 'two'), true);
    assert.equal((await world.metadata.getWorkflowDef(name, 1)).description, 'two');
  });

  test('a task is registered, read, changed and removed', async () => {
    const name = fresh('task');
    const definition = {name, ownerEmail: 'suite@example.com', retryCount: 5, timeoutSeconds: 0};
    await world.metadata.registerTask(definition);
    assert.equal((await world.metadata.getTask(name)).retryCount, 5);

    await world.metadata.updateTask({...definition, retryCount: 6});
    assert.equal((await world.metadata.getTask(name)).retryCount, 6);

    await world.metadata.unregisterTask(name);
    assert.match((await refusalOf(world.metadata.getTask(name))).message, new RegExp(name));
  });

  test('a definition that cannot be is refused with what is wrong with it', async () => {
    const twice = {...workflow(fresh('defined'), 1, ''), tasks: [simple('any', 'a'), simple('any', 'a')]};

    const {message} = await refusalOf(world.metadata.registerWorkflowDef(twice));

    assert.ok(message.length > 0);
  });
}
