// Eight connections that send one request after the other, over bare sockets so that the measuring costs little of what is measured.
import { createConnection } from 'node:net';

export const CONNECTIONS = 8;

/** Requests per second and times, of `request(n)` → { method, path, headers, body } sent to `port` for `seconds`. */
export async function load({ port, request, seconds, expect = 200 }) {
  const times = [];
  const until = performance.now() + seconds * 1000;
  let sent = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      const connection = await connect(port);
      while (performance.now() < until) {
        const at = performance.now();
        const { status, body } = await connection.send(request(sent++));
        if (status !== expect) throw new Error(`Expected ${expect}, got ${status}: ${body().slice(0, 400)}`);
        times.push(performance.now() - at);
      }
      connection.end();
    }),
  );
  const elapsed = performance.now() - started;
  times.sort((a, b) => a - b);
  return { rate: times.length / (elapsed / 1000), p50: percentile(times, 0.5), p95: percentile(times, 0.95) };
}

function percentile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

async function connect(port) {
  const socket = createConnection({ port, host: '127.0.0.1', noDelay: true });
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  let waiting = null;
  let chunks = [];
  let missing = -1;
  socket.on('data', (chunk) => {
    chunks.push(chunk);
    if (missing < 0) {
      const all = chunks.length === 1 ? chunk : Buffer.concat(chunks);
      const head = all.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = /content-length: (\d+)/i.exec(all.latin1Slice(0, head))?.[1];
      if (length === undefined && !/^HTTP\/1\.1 (204|304)/.test(all.latin1Slice(0, 20))) return waiting.reject(new Error(`No content-length: ${all.latin1Slice(0, head)}`));
      chunks = [all];
      missing = head + 4 + Number(length ?? 0) - all.length;
    } else missing -= chunk.length;
    if (missing > 0) return;
    const parts = chunks;
    chunks = [];
    missing = -1;
    const status = Number(parts[0].latin1Slice(9, 12));
    waiting.resolve({ status, body: () => { const text = Buffer.concat(parts).toString(); return text.slice(text.indexOf('\r\n\r\n') + 4); } });
  });
  socket.on('error', (error) => waiting?.reject(error));
  return {
    send: ({ method = 'GET', path, headers = '', body }) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        const content = body === undefined ? '' : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
        socket.write(`${method} ${path} HTTP/1.1\r\nhost: localhost\r\n${headers}${content}\r\n${body ?? ''}`);
      }),
    end: () => socket.destroy(),
  };
}
