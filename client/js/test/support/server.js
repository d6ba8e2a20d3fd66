import {createServer} from 'node:http';
import {once} from 'node:events';

/**
 * A server that speaks the contract as far as a test says: handlers by "METHOD /path", each given the request and the response.
 * What is not there is a 404, and every request is kept.
 */
export async function serve(handlers = {}) {
  const requests = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const piece of request.setEncoding('utf8')) {
      text += piece;
    }
    const {method, url, headers} = request;
    const call = {method, url, headers, text, json: text === '' ? undefined : JSON.parse(text)};
    requests.push(call);
    const handler = handlers[`${method} ${url}`];
    if (handler === undefined) {
      problem(response, 404, `no ${method} ${url}`);
    } else {
      await handler(response, call);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address();
  return {
    url: `http://127.0.0.1:${port}`,
    server,
    requests,
    to: path => requests.filter(({url}) => url === path),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export function json(response, status, body, headers = {}) {
  response.writeHead(status, {'Content-Type': 'application/json', ...headers}).end(JSON.stringify(body));
}

export function problem(response, status, detail, more = {}, headers = {}) {
  json(response, status, {type: 'about:blank', title: 'Problem', status, detail, ...more}, headers);
}

/** Answers each call with the next of these, and the last one for good. */
export function inTurn(...answers) {
  let next = 0;
  return (response, call) => answers[Math.min(next++, answers.length - 1)](response, call);
}
