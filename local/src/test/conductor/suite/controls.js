import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fresh, simple, taskOf} from './world.js';

/** Moves on workflows from outside. */
export function controls(world) {
  const done = () => async task => ({status: 'COMPLETED', outputData: {n: (task.inputData.n ?? 0) + 1}});

  test('a paused workflow takes results and goes no further until it is resumed', async () => {
    const [first, second] = [fresh('first'), fresh('second')];
    let finish;
    const finished = new Promise(resolve => {
      finish = resolve;
    });
    world.work({
      [first]: async () => {
        await finished;
        return {status: 'COMPLETED', outputData: {}};
      },
      [second]: done(),
    });
    const id = await world.start(await world.define([simple(first, 'a'), simple(second, 'b')]));
    await world.reached(id, 'a', 'IN_PROGRESS');

    await world.executor.pause(id);
    assert.equal((await world.executor.getWorkflow(id, false)).status, 'PAUSED');
    finish();
    const paused = await world.reached(id, 'a', 'COMPLETED');
    assert.equal(paused.status, 'PAUSED');
    assert.equal(taskOf(paused, 'b'), undefined);

    await world.executor.resume(id);
    assert.equal((await world.ended(id)).status, 'COMPLETED');
  });

  test('a terminated workflow is over, for the reason given', async () => {
    const id = await world.start(await world.define([simple(fresh('never'), 'a')]));

    await world.executor.terminate(id, 'changed my mind');

    const workflow = await world.executor.getWorkflow(id, true);
    assert.equal(workflow.status, 'TERMINATED');
    assert.equal(workflow.reasonForIncompletion, 'changed my mind');
    assert.deepEqual(
      workflow.tasks.map(({status}) => status),
      ['CANCELED'],
    );
    await world.executor.terminate(id, 'again');
  });

  test('a failed workflow is retried from where it failed', async () => {
    const [fine, weak] = [fresh('fine'), fresh('weak')];
    await world.metadata.registerTask({name: weak, retryCount: 0, timeoutSeconds: 0, ownerEmail: 'suite@example.com'});
    let fineRuns = 0;
    let works = false;
    world.work({
      [fine]: async () => ({status: 'COMPLETED', outputData: {run: ++fineRuns}}),
      [weak]: async () => (works ? {status: 'COMPLETED', outputData: {ok: true}} : {status: 'FAILED', outputData: {}}),
    });
    const id = await world.start(await world.define([simple(fine, 'a'), simple(weak, 'b')]));
    assert.equal((await world.ended(id)).status, 'FAILED');

    works = true;
    await world.executor.retry(id, false);

    const workflow = await world.ended(id);
    assert.equal(workflow.status, 'COMPLETED');
    assert.equal(fineRuns, 1);
    assert.equal(taskOf(workflow, 'b').retryCount, 1);
  });

  test('a workflow is restarted under its own id', async () => {
    const type = fresh('counted');
    let runs = 0;
    world.work({[type]: async () => ({status: 'COMPLETED', outputData: {run: ++runs}})});
    const id = await world.start(await world.define([simple(type, 'a')]), {n: 1});
    await world.ended(id);

    await world.executor.restart(id, false);

    const workflow = await world.until(id, ({output}) => output?.run === 2, 'run again');
    assert.equal(workflow.status, 'COMPLETED');
    assert.equal(workflow.tasks.length, 1);
    assert.deepEqual(workflow.input, {n: 1});
  });

  test('a workflow is rerun from a task, with another input', async () => {
    const [first, second] = [fresh('first'), fresh('second')];
    world.work({[first]: done(), [second]: done()});
    const name = await world.define([
      simple(first, 'a', {n: '${workflow.input.n}'}),
      simple(second, 'b', {n: '${a.output.n}'}),
    ]);
    const id = await world.start(name, {n: 1});
    const before = await world.ended(id);
    assert.deepEqual(before.output, {n: 3});

    const rerun = await world.executor.reRun(id, {
      reRunFromWorkflowId: id,
      reRunFromTaskId: taskOf(before, 'b').taskId,
      taskInput: {n: 41},
    });

    assert.equal(rerun, id);
    const workflow = await world.until(id, ({output}) => output?.n === 42, 'rerun');
    assert.equal(workflow.status, 'COMPLETED');
    assert.equal(taskOf(workflow, 'a').taskId, taskOf(before, 'a').taskId);
  });
}
