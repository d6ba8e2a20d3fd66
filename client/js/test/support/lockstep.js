import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';

const LAUNCHER = fileURLToPath(new URL('../../../../lockstep', import.meta.url));

/** The real thing, on a port of its own, with nothing in it. */
export async function up() {
  const process = spawn(LAUNCHER, ['up', '--memory', '--port', '0'], {stdio: ['ignore', 'pipe', 'inherit']});
  let printed = '';
  for await (const text of process.stdout.setEncoding('utf8').iterator({destroyOnReturn: false})) {
    printed += text;
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0];
    const apiKey = /lk_[\w-]{43}/.exec(printed)?.[0];
    if (url && apiKey) {
      process.stdout.resume();
      return {url, apiKey, register: definition => register(url, apiKey, definition), stop: () => stop(process)};
    }
  }
  throw new Error(`it did not start: ${printed}`);
}

async function register(url, apiKey, definition) {
  const response = await fetch(`${url}/workflows`, {
    method: 'POST',
    headers: {'X-API-KEY': apiKey, 'Content-Type': 'application/json'},
    body: JSON.stringify(definition),
  });
  const answer = await response.json();
  if (response.status !== 201) {
    throw new Error(JSON.stringify(answer));
  }
  return answer.workflow_id;
}

async function stop(process) {
  process.kill();
  await once(process, 'exit');
}
