import {randomUUID} from 'node:crypto';
import {setTimeout as delay} from 'node:timers/promises';
import {up} from './lockstep.js';
import {metadataOf} from './metadataOf.js';

const LONG_MS = 60_000;
const LOOK_MS = 50;
const OVER = new Set(['COMPLETED', 'FAILED', 'TIMED_OUT', 'TERMINATED']);

/** A runtime, and an SDK's clients of it. */
export class World {
  #open;
  #managers = [];

  constructor(sdk, {open = false} = {}) {
    this.sdk = sdk;
    this.#open = open;
  }

  async begin() {
    // It would win over what the clients are given here.
    delete process.env.CONDUCTOR_SERVER_URL;
    this.lockstep = await up(...(this.#open ? ['--open'] : []));
    this.client = await this.connect(this.credentials());
    this.executor = new this.sdk.WorkflowExecutor(this.client);
    this.metadata = metadataOf(this.sdk, this.client);
  }

  async end() {
    await Promise.all(this.#managers.map(manager => manager.stopPolling()));
    letGo(this.client);
    await this.lockstep?.stop();
  }

  /** As the SDK's own page says; the first ones want the address of the API, the later ones the server's. */
  connect(credentials) {
    return this.sdk.orkesConductorClient({...this.address(), ...credentials});
  }

  address() {
    const {url} = this.lockstep;
    // Never to ask for another token, lest that keep the process alive; some take 0 for nothing said.
    return {serverUrl: 'MetadataClient' in this.sdk ? url : `${url}/api`, refreshTokenInterval: -1};
  }

  credentials() {
    return this.#open ? {} : {keyId: 'suite', keySecret: this.lockstep.key};
  }

  /** Workers by the type of their tasks. */
  work(workers, options = {}) {
    const manager = new this.sdk.TaskManager(
      this.client,
      Object.entries(workers).map(([taskDefName, execute]) => ({taskDefName, execute})),
      {logger: this.sdk.noopLogger, options: {pollInterval: 50, concurrency: 5, ...options}},
    );
    manager.startPolling();
    this.#managers.push(manager);
    return manager;
  }

  /** Registers a workflow of these tasks under a name of its own, and returns the name. */
  async define(tasks, more = {}) {
    const name = `workflow_${randomUUID()}`;
    await this.executor.registerWorkflow(true, {
      name,
      version: 1,
      ownerEmail: 'suite@example.com',
      timeoutSeconds: 0,
      tasks,
      ...more,
    });
    return name;
  }

  start(name, input = {}, more = {}) {
    return this.executor.startWorkflow({name, version: 1, input, ...more});
  }

  /** The workflow, once it is as wanted. */
  async until(id, wanted, what) {
    const end = Date.now() + LONG_MS;
    for (;;) {
      const workflow = await this.executor.getWorkflow(id, true);
      if (wanted(workflow)) {
        return workflow;
      }
      if (Date.now() > end) {
        throw new Error(`not ${what} in time: ${JSON.stringify(workflow)}`);
      }
      await delay(LOOK_MS);
    }
  }

  ended(id) {
    return this.until(id, ({status}) => OVER.has(status), 'ended');
  }

  /** The workflow, once this task of it is in this state. */
  reached(id, reference, ...statuses) {
    return this.until(id, workflow => statuses.includes(taskOf(workflow, reference)?.status), `at ${reference}`);
  }
}

/** Has a client ask for no more tokens. */
export function letGo(client) {
  client?.stop?.();
  client?.stopBackgroundRefresh?.();
}

/** The last attempt at the task of this name. */
export const taskOf = (workflow, reference) => workflow.tasks.findLast(({referenceTaskName}) => referenceTaskName === reference);

/** A task for a worker. */
export const simple = (name, reference, inputParameters = {}) => ({
  name,
  taskReferenceName: reference,
  type: 'SIMPLE',
  inputParameters,
});

/** What a call that is refused is told, by all that an error of the SDK's carries. */
export async function refusalOf(call) {
  try {
    await call;
  } catch (error) {
    const inner = error._trace ?? error;
    return {
      message: [error.message, error.body?.message, inner.body?.message].filter(Boolean).join(' | '),
      status: error.status ?? inner.status ?? inner.body?.status,
    };
  }
  throw new Error('it was not refused');
}

/** A name that nothing else has. */
export const fresh = stem => `${stem}_${randomUUID().replaceAll('-', '')}`;
