/**
 * Reads the format of server-sent events, as the HTML standard has it, from pieces of text that may be cut anywhere.
 * @returns {(text: string) => Array<{type: string, id: string, data: string} | {type: 'retry', ms: number}>}
 */
export function eventParser() {
  let rest = '';
  let lastId = '';
  let type = '';
  let data = [];

  function field(name, value) {
    switch (name) {
      case 'event':
        type = value;
        return undefined;
      case 'data':
        data.push(value);
        return undefined;
      case 'id':
        lastId = value.includes('\0') ? lastId : value;
        return undefined;
      case 'retry':
        return /^\d+$/.test(value) ? {type: 'retry', ms: Number(value)} : undefined;
      default:
        return undefined;
    }
  }

  function dispatched() {
    const event = data.length === 0 ? undefined : {type: type || 'message', id: lastId, data: data.join('\n')};
    type = '';
    data = [];
    return event;
  }

  function line(text) {
    if (text === '') {
      return dispatched();
    }
    const [, name, value] = /^([^:]*)(?:: ?(.*))?$/s.exec(text);
    return field(name, value ?? '');
  }

  return text => {
    rest += text;
    // A carriage return at the very end may be the first half of a line's end.
    const lines = (rest.endsWith('\r') ? rest.slice(0, -1) : rest).split(/\r\n|\n|\r/);
    const open = lines.pop();
    rest = rest.endsWith('\r') ? `${open}\r` : open;
    return lines.map(line).filter(event => event !== undefined);
  };
}
