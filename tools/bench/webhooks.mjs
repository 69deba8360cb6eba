// From the answer to a write to the arrival of its webhook, and what the dead targets of one organisation cost another.
import { createServer } from 'node:http';

const SECONDS = 15;

export class Sink {
  #arrived = new Map();
  #server;

  static async open() {
    const sink = new Sink();
    sink.#server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += chunk)).on('end', () => {
        response.end('ok');
        const { id, version } = JSON.parse(body).data ?? {};
        const key = `${id} ${version}`;
        if (!sink.#arrived.has(key)) sink.#arrived.set(key, performance.now());
      });
    });
    await new Promise((resolve) => sink.#server.listen(0, '127.0.0.1', resolve));
    sink.host = `127.0.0.1:${sink.#server.address().port}`;
    return sink;
  }

  arrivedAt(id, version) {
    return this.#arrived.get(`${id} ${version}`);
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

export async function subscribe(ask, url) {
  const { id } = await ask('POST', '/integration/webhook-subscriptions', { url, events: ['contact.updated'] });
  await ask('POST', `/integration/webhook-subscriptions/${id}/secret`, { overlapHours: 0 });
  return id;
}

/** Times in milliseconds of `perSecond` changes a second, each of another record; those that never came count as for ever. */
export async function delays({ ask, sink, ids, perSecond, seconds = SECONDS }) {
  const sent = [];
  const began = performance.now();
  const writes = [];
  for (let n = 0; n < perSecond * seconds; n += 1) {
    const due = began + (n * 1_000) / perSecond;
    if (due > performance.now()) await new Promise((resolve) => setTimeout(resolve, due - performance.now()));
    writes.push(ask('PATCH', `/sales/contacts/${ids[n % ids.length]}`, { jobTitle: `Job ${n} ${began}` }).then(({ id, version }) => sent.push({ id, version, at: performance.now() })));
  }
  await Promise.all(writes);
  for (let tries = 0; tries < 200 && sent.some(({ id, version }) => sink.arrivedAt(id, version) === undefined); tries += 1) await new Promise((resolve) => setTimeout(resolve, 100));
  return sent.map(({ id, version, at }) => (sink.arrivedAt(id, version) ?? Infinity) - at).sort((a, b) => a - b);
}

export function percentile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
