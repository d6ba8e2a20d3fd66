import {createHash} from 'node:crypto';

const TEXT = 0x81;
const CLOSE = 0x88;

/**
 * Lets a server take WebSocket connections, as far as RFC 6455 is needed for small frames: each connection is given to the
 * handler, with what it was opened with.
 */
export function acceptWebSockets(server, handler) {
  server.on('upgrade', (request, socket) => {
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    const connection = {
      url: request.url,
      onMessage: () => {},
      send: message => socket.write(frame(JSON.stringify(message))),
      drop: () => socket.destroy(),
    };
    let rest = Buffer.alloc(0);
    socket.on('data', data => {
      rest = Buffer.concat([rest, data]);
      for (let size = frameSize(rest); size > 0 && size <= rest.length; size = frameSize(rest)) {
        const [opcode, text] = unmasked(rest.subarray(0, size));
        rest = rest.subarray(size);
        if (opcode === CLOSE) {
          socket.end(Buffer.from([CLOSE, 0]));
        } else if (opcode === TEXT) {
          connection.onMessage(JSON.parse(text));
        }
      }
    });
    socket.on('error', () => {});
    handler(connection);
  });
}

function frame(text) {
  const payload = Buffer.from(text);
  const head = payload.length < 126 ? Buffer.from([TEXT, payload.length]) : Buffer.from([TEXT, 126, 0, 0]);
  if (payload.length >= 126) {
    head.writeUInt16BE(payload.length, 2);
  }
  return Buffer.concat([head, payload]);
}

/** Zero where not even the head is there. What clients send here is short. */
const frameSize = bytes => (bytes.length < 2 ? 0 : 6 + (bytes[1] & 0x7f));

function unmasked(bytes) {
  const mask = bytes.subarray(2, 6);
  const text = bytes.subarray(6).map((byte, index) => byte ^ mask[index % 4]);
  return [bytes[0], Buffer.from(text).toString()];
}
