import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fresh, simple} from './world.js';

const RUNS = 50;
const TASKS = 5;

/** Many at once. */
export function multitude(world) {
  test('fifty runs of five tasks each, side by side, all complete with their own data', async () => {
    const types = Array.from({length: TASKS}, (_, i) => fresh(`stage${i}`));
    const attempts = new Map();
    const execute = async ({taskId, inputData: {n}}) => {
      attempts.set(taskId, (attempts.get(taskId) ?? 0) + 1);
      return {status: 'COMPLETED', outputData: {n: n + 1}};
    };
    world.work(Object.fromEntries(types.map(type => [type, execute])), {concurrency: 10});
    const name = await world.define(
      types.map((type, i) => simple(type, `t${i}`, {n: i === 0 ? '${workflow.input.n}' : `\${t${i - 1}.output.n}`})),
      {outputParameters: {n: `\${t${TASKS - 1}.output.n}`}},
    );

    const ids = await Promise.all(Array.from({length: RUNS}, (_, i) => world.start(name, {n: i * 100})));
    const ended = await Promise.all(ids.map(id => world.ended(id)));

    assert.deepEqual(
      ended.map(({status, output, tasks}) => [status, output, tasks.length]),
      ended.map((_, i) => ['COMPLETED', {n: i * 100 + TASKS}, TASKS]),
    );
    assert.equal(attempts.size, RUNS * TASKS);
    assert.deepEqual([...new Set(attempts.values())], [1]);
  });
}
