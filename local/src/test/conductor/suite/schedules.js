import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fresh, refusalOf, simple} from './world.js';

/** What the SDK's client for schedules calls, where it has one. */
export function schedules(world) {
  test('a schedule is saved, read, found, paused, resumed and deleted', async t => {
    const {SchedulerClient} = world.sdk;
    if (!SchedulerClient) {
      t.skip('it has none');
      return;
    }
    const scheduler = new SchedulerClient(world.client);
    const workflow = await world.define([simple(fresh('never'), 'a')]);
    const name = fresh('schedule');
    const cronExpression = '0 0 12 * * ?';

    await scheduler.saveSchedule({name, cronExpression, startWorkflowRequest: {name: workflow, version: 1, input: {n: 1}}});

    const saved = await scheduler.getSchedule(name);
    assert.equal(saved.cronExpression, cronExpression);
    assert.equal(saved.paused, false);
    assert.deepEqual(saved.startWorkflowRequest.input, {n: 1});
    assert.deepEqual((await scheduler.getAllSchedules(workflow)).map(one => one.name), [name]);
    assert.deepEqual((await scheduler.search(0, 10, '', name)).results, []);
    const [first, second] = await scheduler.getNextFewSchedules(cronExpression, undefined, undefined, 2);
    assert.equal(second - first, 24 * 60 * 60 * 1000);

    await pausedAndResumed(scheduler, name);
    await scheduler.pauseAllSchedules();
    assert.equal((await scheduler.getSchedule(name)).paused, true);
    await scheduler.resumeAllSchedules();
    assert.equal((await scheduler.getSchedule(name)).paused, false);
    await scheduler.requeueAllExecutionRecords();

    await scheduler.deleteSchedule(name);
    assert.match((await refusalOf(scheduler.getSchedule(name))).message, new RegExp(name));
  });

  /** Until 3.1 it pauses one by GET, by which nothing is changed, here as in Conductor. */
  async function pausedAndResumed(scheduler, name) {
    if (pausesByGet(scheduler)) {
      assert.match((await refusalOf(scheduler.pauseSchedule(name))).message, /GET is not for this path/);
      assert.equal((await scheduler.getSchedule(name)).paused, false);
      return;
    }
    await scheduler.pauseSchedule(name);
    assert.equal((await scheduler.getSchedule(name)).paused, true);
    await scheduler.resumeSchedule(name);
    assert.equal((await scheduler.getSchedule(name)).paused, false);
  }

  const pausesByGet = scheduler => !('pauseResumeWithVerbFallback' in scheduler);
}
