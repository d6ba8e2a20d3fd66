import {after, before, describe} from 'node:test';
import {World} from './world.js';
import {controls} from './controls.js';
import {errors} from './errors.js';
import {events} from './events.js';
import {metadata} from './metadata.js';
import {multitude} from './multitude.js';
import {open} from './open.js';
import {quickstart} from './quickstart.js';
import {schedules} from './schedules.js';
import {tasks} from './tasks.js';
import {workers} from './workers.js';

/** What every version of the SDK must be able to do. */
export function suite(sdk) {
  describe('with a key', () => {
    const world = new World(sdk);
    before(() => world.begin());
    after(() => world.end());
    for (const part of [quickstart, workers, tasks, controls, metadata, errors, schedules, events, multitude]) {
      describe(part.name, () => part(world));
    }
  });
  describe('without credentials', () => {
    const world = new World(sdk, {open: true});
    before(() => world.begin());
    after(() => world.end());
    open(world);
  });
}
