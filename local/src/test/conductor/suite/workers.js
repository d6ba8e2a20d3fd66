import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fresh, simple} from './world.js';

const definition = (name, more) => ({name, ownerEmail: 'suite@example.com', timeoutSeconds: 0, responseTimeoutSeconds: 60, ...more});

/** What becomes of what a worker says. */
export function workers(world) {
  test('an attempt that failed is followed by another, with an id of its own', async () => {
    const flaky = fresh('flaky');
    await world.metadata.registerTask(definition(flaky, {retryCount: 2, retryDelaySeconds: 0, retryLogic: 'FIXED'}));
    const attempts = [];
    world.work({
      [flaky]: async task => {
        attempts.push(task.retryCount);
        if (attempts.length < 3) {
          throw new Error('not yet');
        }
        return {status: 'COMPLETED', outputData: {attempts: attempts.length}};
      },
    });
    const workflow = await world.ended(await world.start(await world.define([simple(flaky, 'a')])));

    assert.equal(workflow.status, 'COMPLETED');
    assert.deepEqual(attempts, [0, 1, 2]);
    assert.deepEqual(
      workflow.tasks.map(({status, retryCount, retried}) => [status, retryCount, retried]),
      [
        ['FAILED', 0, true],
        ['FAILED', 1, true],
        ['COMPLETED', 2, false],
      ],
    );
    assert.equal(new Set(workflow.tasks.map(({taskId}) => taskId)).size, 3);
    assert.deepEqual(workflow.output, {attempts: 3});
  });

  test('a task that failed for good fails the workflow, with its reason', async () => {
    const broken = fresh('broken');
    await world.metadata.registerTask(definition(broken, {retryCount: 1, retryDelaySeconds: 0}));
    world.work({
      [broken]: async () => {
        throw new Error('out of paper');
      },
    });
    const workflow = await world.ended(await world.start(await world.define([simple(broken, 'a')])));

    assert.equal(workflow.status, 'FAILED');
    assert.match(workflow.reasonForIncompletion, /out of paper/);
    assert.deepEqual(
      workflow.tasks.map(({status, reasonForIncompletion}) => [status, reasonForIncompletion]),
      [
        ['FAILED', 'out of paper'],
        ['FAILED', 'out of paper'],
      ],
    );
    assert.deepEqual(workflow.failedReferenceTaskNames, ['a']);
  });

  test('what a worker says is hopeless is not tried again', async () => {
    const hopeless = fresh('hopeless');
    await world.metadata.registerTask(definition(hopeless, {retryCount: 3, retryDelaySeconds: 0}));
    let attempts = 0;
    world.work({
      [hopeless]: async () => {
        attempts++;
        return {status: 'FAILED_WITH_TERMINAL_ERROR', reasonForIncompletion: 'no such order', outputData: {}};
      },
    });
    const workflow = await world.ended(await world.start(await world.define([simple(hopeless, 'a')])));

    assert.equal(workflow.status, 'FAILED');
    assert.equal(attempts, 1);
    assert.deepEqual(
      workflow.tasks.map(({status, reasonForIncompletion}) => [status, reasonForIncompletion]),
      [['FAILED_WITH_TERMINAL_ERROR', 'no such order']],
    );
  });

  test('so is what it throws as not to be tried again', async t => {
    const {NonRetryableException} = world.sdk;
    if (!NonRetryableException) {
      t.skip('the SDK has no such exception');
      return;
    }
    const hopeless = fresh('hopeless');
    await world.metadata.registerTask(definition(hopeless, {retryCount: 3, retryDelaySeconds: 0}));
    world.work({
      [hopeless]: async () => {
        throw new NonRetryableException('no such order');
      },
    });
    const workflow = await world.ended(await world.start(await world.define([simple(hopeless, 'a')])));

    assert.deepEqual(
      workflow.tasks.map(({status, reasonForIncompletion}) => [status, reasonForIncompletion]),
      [['FAILED_WITH_TERMINAL_ERROR', 'no such order']],
    );
  });

  test('a task in progress comes again after the seconds that its worker says', async () => {
    const slow = fresh('slow');
    const polled = [];
    world.work({
      [slow]: async task => {
        polled.push({at: Date.now(), taskId: task.taskId});
        return polled.length < 3
          ? {status: 'IN_PROGRESS', callbackAfterSeconds: 1, outputData: {seen: polled.length}}
          : {status: 'COMPLETED', outputData: {seen: polled.length}};
      },
    });
    const workflow = await world.ended(await world.start(await world.define([simple(slow, 'a')])));

    assert.equal(workflow.status, 'COMPLETED');
    assert.equal(workflow.tasks.length, 1);
    assert.deepEqual(workflow.output, {seen: 3});
    assert.deepEqual(new Set(polled.map(({taskId}) => taskId)), new Set([workflow.tasks[0].taskId]));
    assert.ok(polled[1].at - polled[0].at >= 900, 'it came too early');
  });

  test('a worker is given what its task is of', async () => {
    const curious = fresh('curious');
    let given;
    world.work({
      [curious]: async task => {
        given = task;
        return {status: 'COMPLETED', outputData: {}};
      },
    });
    const name = await world.define([simple(curious, 'a', {all: '${workflow.input}', text: 'for ${workflow.input.who}'})]);
    const id = await world.start(name, {who: 'me', list: [1, {b: null}]}, {correlationId: 'c-1'});
    await world.ended(id);

    assert.equal(given.workflowInstanceId, id);
    assert.equal(given.taskType, curious);
    assert.equal(given.taskDefName, curious);
    assert.equal(given.referenceTaskName, 'a');
    assert.equal(given.status, 'IN_PROGRESS');
    assert.equal(given.correlationId, 'c-1');
    assert.equal(given.workflowType, name);
    assert.ok(given.responseTimeoutSeconds > 0);
    assert.deepEqual(given.inputData, {all: {who: 'me', list: [1, {b: null}]}, text: 'for me'});
  });
}
