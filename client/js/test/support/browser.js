import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {accessSync, constants} from 'node:fs';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {createServer} from 'node:http';
import {tmpdir} from 'node:os';
import {delimiter, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));
const LIMIT_MS = 60_000;

/** The browser of this machine, if it has one. */
export const browser = ['chromium', 'chromium-browser', 'google-chrome']
  .flatMap(name => (process.env.PATH ?? '').split(delimiter).map(folder => join(folder, name)))
  .find(isExecutable);

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Has a browser load `page.js` from an origin of its own.
 * @param {Record<string, string>} given what the page is told, in its address
 * @returns {Promise<object>} what it reports
 */
export async function inBrowser(given) {
  const profile = await mkdtemp(join(tmpdir(), 'lockstep-browser-'));
  let report;
  const reported = new Promise((resolve, reject) => {
    report = resolve;
    setTimeout(() => reject(new Error('the browser reported nothing')), LIMIT_MS).unref();
  });
  const server = createServer((request, response) => answer(request, response, report));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const page = `http://localhost:${server.address().port}/?${new URLSearchParams(given)}`;
  // Without a sandbox, since it may be root here, for whom there is none; it loads nothing but what is here.
  const options = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', `--user-data-dir=${profile}`];
  const running = spawn(browser, [...options, page], {stdio: 'ignore'});
  try {
    return await reported;
  } finally {
    running.kill('SIGKILL');
    await once(running, 'exit');
    server.closeAllConnections();
    server.close();
    await rm(profile, {recursive: true, force: true, maxRetries: 5});
  }
}

async function answer(request, response, report) {
  const {pathname} = new URL(request.url, 'http://localhost');
  if (request.method === 'POST') {
    let text = '';
    for await (const piece of request.setEncoding('utf8')) {
      text += piece;
    }
    response.end();
    report(JSON.parse(text));
  } else if (pathname === '/') {
    response.setHeader('Content-Type', 'text/html');
    response.end('<!doctype html><script type="module" src="/test/support/page.js"></script>');
  } else if (pathname.endsWith('.js')) {
    response.setHeader('Content-Type', 'text/javascript');
    response.end(await readFile(join(PACKAGE, pathname)));
  } else {
    response.writeHead(404).end();
  }
}
