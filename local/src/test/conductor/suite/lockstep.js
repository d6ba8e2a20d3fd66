import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';

const LAUNCHER = fileURLToPath(new URL('../../../../../lockstep', import.meta.url));

/** The real thing, on a port of its own, with nothing in it. */
export async function up(...options) {
  const process = spawn(LAUNCHER, ['up', '--memory', '--port', '0', ...options], {stdio: ['ignore', 'pipe', 'inherit']});
  let printed = '';
  for await (const text of process.stdout.setEncoding('utf8').iterator({destroyOnReturn: false})) {
    printed += text;
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0];
    const key = /lk_[\w-]{43}/.exec(printed)?.[0];
    if (url && key) {
      process.stdout.resume();
      return {url, key, stop: () => stop(process)};
    }
  }
  throw new Error(`it did not start: ${printed}`);
}

async function stop(process) {
  process.kill();
  await once(process, 'exit');
}
