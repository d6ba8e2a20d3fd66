import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fresh, letGo, simple, taskOf} from './world.js';

/** What the SDK's own page shows first. */
export function quickstart(world) {
  test('a workflow is registered, started, worked on and read', async () => {
    const greet = fresh('greet');
    world.work({
      [greet]: async task => ({status: 'COMPLETED', outputData: {result: `Hello ${task.inputData.name}`}}),
    });
    const name = await world.define([simple(greet, 'greet_ref', {name: '${workflow.input.name}'})], {
      outputParameters: {result: '${greet_ref.output.result}'},
    });

    const id = await world.start(name, {name: 'Conductor'}, {correlationId: 'order-1', priority: 7});
    assert.equal(typeof id, 'string');
    const workflow = await world.ended(id);

    assert.equal(workflow.status, 'COMPLETED');
    assert.equal(workflow.workflowId, id);
    assert.equal(workflow.workflowName, name);
    assert.equal(workflow.correlationId, 'order-1');
    assert.equal(workflow.priority, 7);
    assert.deepEqual(workflow.input, {name: 'Conductor'});
    assert.deepEqual(workflow.output, {result: 'Hello Conductor'});
    assert.ok(workflow.endTime >= workflow.startTime);
  });

  test('a workflow is executed, and its caller is answered with its outcome', async () => {
    const greet = fresh('greet');
    world.work({
      [greet]: async task => ({status: 'COMPLETED', outputData: {result: `Hello ${task.inputData.name}`}}),
    });
    const name = await world.define([simple(greet, 'greet_ref', {name: '${workflow.input.name}'})]);

    const run = await world.executor.executeWorkflow({name, version: 1, input: {name: 'Conductor'}}, name, 1, 'request-1');

    assert.equal(run.status, 'COMPLETED');
    assert.deepEqual(run.output, {result: 'Hello Conductor'});
    assert.equal(run.requestId, 'request-1');
    assert.equal((await world.executor.getWorkflow(run.workflowId, false)).status, 'COMPLETED');
  });

  test('whoever executes a workflow that waits for somebody is answered when it does', async () => {
    const name = await world.define([
      {name: 'set', taskReferenceName: 'set', type: 'SET_VARIABLE', inputParameters: {a: 1}},
      {name: 'approve', taskReferenceName: 'approve', type: 'WAIT', inputParameters: {}},
    ]);

    const run = await world.executor.executeWorkflow({name, version: 1, input: {}}, name, 1, 'request-2');

    assert.equal(run.status, 'RUNNING');
    assert.deepEqual(run.variables, {a: 1});
    assert.equal(taskOf(run, 'approve').status, 'IN_PROGRESS');
  });

  test('whoever names a task is answered when that is over', async () => {
    const [first, second] = [fresh('first'), fresh('never')];
    world.work({[first]: async () => ({status: 'COMPLETED', outputData: {n: 1}})});
    const name = await world.define([simple(first, 'a'), simple(second, 'b')]);

    const run = await world.executor.executeWorkflow({name, version: 1, input: {}}, name, 1, 'request-3', 'a');

    assert.equal(run.status, 'RUNNING');
    assert.deepEqual(taskOf(run, 'a').outputData, {n: 1});
  });

  test('the example of the page, where the SDK has what it is made of', async t => {
    const {OrkesClients, ConductorWorkflow, TaskHandler, worker, simpleTask} = world.sdk;
    if (!ConductorWorkflow || !TaskHandler) {
      t.skip('it has not');
      return;
    }
    const type = fresh('greet');
    // What @worker is without its syntax.
    worker({taskDefName: type})(async task => ({
      status: 'COMPLETED',
      outputData: {result: `Hello ${task.inputData.name}`},
    }));
    const clients = await OrkesClients.from({...world.address(), ...world.credentials()});
    const workflow = new ConductorWorkflow(clients.getWorkflowClient(), fresh('greetings'))
      .add(simpleTask('greet_ref', type, {name: '${workflow.input.name}'}))
      .outputParameters({result: '${greet_ref.output.result}'});
    await workflow.register();
    const handler = new TaskHandler({client: clients.getClient(), scanForDecorated: true, logger: world.sdk.noopLogger});
    await handler.startWorkers();

    const run = await workflow.execute({name: 'Conductor'});

    assert.equal(run.output?.result, 'Hello Conductor');
    await handler.stopWorkers();
    letGo(clients.getClient());
  });

  test('several are started at once, each with an id of its own', async t => {
    if (!('MetadataClient' in world.sdk)) {
      t.skip('the call of the first SDKs fails before it calls');
      return;
    }
    const name = await world.define([simple(fresh('never'), 'a')]);

    const ids = await Promise.all(world.executor.startWorkflows([1, 2, 3].map(n => ({name, version: 1, input: {n}}))));

    assert.equal(new Set(ids).size, 3);
  });

  test('the status is told with what is asked for', async () => {
    const done = fresh('done');
    world.work({[done]: async () => ({status: 'COMPLETED', outputData: {a: 1}})});
    const id = await world.start(await world.define([simple(done, 'a')]));
    await world.ended(id);

    const full = await world.executor.getWorkflowStatus(id, true, true);
    const bare = await world.executor.getWorkflowStatus(id, false, false);

    assert.equal(full.status, 'COMPLETED');
    assert.equal(full.workflowId, id);
    assert.deepEqual(full.output, {a: 1});
    assert.equal(bare.status, 'COMPLETED');
    assert.equal(bare.output, undefined);
  });

  test('the tasks are left out where nobody wants them', async () => {
    const id = await world.start(await world.define([simple(fresh('never'), 'a')]));

    assert.deepEqual((await world.executor.getWorkflow(id, false)).tasks, []);
    assert.equal((await world.executor.getWorkflow(id, true)).tasks.length, 1);
  });

  test('a workflow is tried out with mocks, where the SDK has the call', async t => {
    if (!world.executor.testWorkflow) {
      t.skip('it has not');
      return;
    }
    const name = await world.define([simple(fresh('never'), 'a'), simple(fresh('never'), 'b', {n: '${a.output.n}'})]);

    const tried = await world.executor.testWorkflow({
      name,
      version: 1,
      input: {},
      taskRefToMockOutput: {a: [{status: 'COMPLETED', output: {n: 1}}]},
    });

    assert.equal(tried.status, 'RUNNING');
    assert.deepEqual(taskOf(tried, 'a').outputData, {n: 1});
    assert.deepEqual(taskOf(tried, 'b').inputData, {n: 1});
  });
}
