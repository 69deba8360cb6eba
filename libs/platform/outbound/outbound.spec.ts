import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { testConfig } from '#test/edge/api.js';
import { Names } from './names.js';
import { Outbound } from './outbound.js';
import { isPublicAddress } from './public-address.js';

/** What each name stands for, one answer after the other. */
class Book extends Names {
  readonly asked: string[] = [];

  constructor(private readonly entries: Record<string, string[][]>) {
    super();
  }

  override addresses(host: string): Promise<string[]> {
    this.asked.push(host);
    const answers = this.entries[host] ?? [];
    return Promise.resolve((answers.length > 1 ? answers.shift() : answers[0]) ?? []);
  }
}

let server: Server;
let port: number;
let serve: RequestListener;
let served: string[];

beforeAll(async () => {
  server = createServer((request, response) => {
    served.push(request.url!);
    serve(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  served = [];
  serve = (_request, response) => response.end('hello');
});

const REFUSED = { status: 502, kind: 'unreachable' };
const LOCAL = { 'partner.test': [['127.0.0.1']] };

function outbound(book: Record<string, string[][]> = LOCAL, allowed = `partner.test:${port}`): Outbound {
  return new Outbound(testConfig({ OUTBOUND_HOSTS: allowed }), new Book(book));
}

describe('S35 Requests whose address somebody else has chosen', () => {
  it('reach no address that is not public, however it is written', async () => {
    const hosts = ['127.1', '0', '0177.0.0.1', '2130706433', '0x7f000001', '[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]', '169.254.169.254', '10.0.0.1', '172.16.0.1', '192.168.1.1', '100.64.0.1', '[fc00::1]', '[fe80::1]', '[::]', '255.255.255.255', '224.0.0.1'];
    for (const host of hosts) await expect(outbound().send(`http://${host}:${port}/`)).rejects.toMatchObject(REFUSED);
    for (const url of ['file:///etc/passwd', 'gopher://partner.test/', 'ftp://partner.test/', `http://user:secret@partner.test:${port}/`, 'nothing']) await expect(outbound().send(url)).rejects.toMatchObject(REFUSED);
    expect(served).toEqual([]);
    expect([isPublicAddress('93.184.216.34'), isPublicAddress('2606:4700::1111'), isPublicAddress('not an address')]).toEqual([true, true, false]);
  });

  it('are judged by what a name stands for at the moment of connecting', async () => {
    const book = { 'inside.test': [['10.0.0.5']], 'mixed.test': [['93.184.216.34', '127.0.0.1']], 'mapped.test': [['::ffff:127.0.0.1']], 'rebinding.test': [['127.0.0.1'], ['93.184.216.34']], 'nowhere.test': [[]] };
    for (const host of Object.keys(book)) await expect(outbound(book).send(`http://${host}:${port}/`)).rejects.toMatchObject(REFUSED);
    expect(served).toEqual([]);
    const names = new Book({ 'partner.test': [['127.0.0.1'], ['10.0.0.1']] });
    const once = new Outbound(testConfig({ OUTBOUND_HOSTS: `partner.test:${port}` }), names);
    expect(await (await once.send(`http://partner.test:${port}/x`)).text()).toBe('hello');
    expect([served, names.asked]).toEqual([['/x'], ['partner.test']]);
  });

  it('follow a redirect only where that is wanted, and judge each anew', async () => {
    let to = '/there';
    serve = (request, response) => (request.url === '/there' ? response.end('arrived') : response.writeHead(302, { location: to }).end());
    expect((await outbound().send(`http://partner.test:${port}/`)).status).toBe(302);
    expect(await (await outbound().send(`http://partner.test:${port}/`, { redirects: 2 })).text()).toBe('arrived');
    await expect(outbound().send(`http://partner.test:${port}/`, { redirects: 2, method: 'POST', body: 'x' })).rejects.toMatchObject(REFUSED);
    for (to of [`http://127.0.0.1:${port}/there`, 'http://169.254.169.254/', 'file:///etc/passwd', `http://partner.test:${port}/again`]) await expect(outbound().send(`http://partner.test:${port}/`, { redirects: 2 })).rejects.toMatchObject(REFUSED);
  });

  it('go over a connection that was left open, and over a new one where that was closed meanwhile', async () => {
    const ports = new Set<number>();
    serve = (request, response) => {
      ports.add(request.socket.remotePort!);
      response.end('hello');
    };
    const door = outbound();
    const send = async () => (await door.send(`http://partner.test:${port}/`, { method: 'POST', body: 'x', overOpenConnection: true })).text();
    expect([await send(), await send(), ports.size]).toEqual(['hello', 'hello', 1]);
    serve = (request) => void request.socket.destroy();
    await expect(send()).rejects.toMatchObject(REFUSED);
    serve = (request, response) => {
      ports.add(request.socket.remotePort!);
      response.end('hello');
    };
    expect([await send(), ports.size]).toEqual(['hello', 2]);
    serve = (request, response) => (ports.has(request.socket.remotePort!) ? void request.socket.destroy() : response.end('anew'));
    expect(await send()).toBe('anew');
    door.onApplicationShutdown();
  });

  it('end in time and at a size, and carry no header of somebody else', async () => {
    serve = (_request, response) => response.end('x'.repeat(5_000));
    await expect(outbound().send(`http://partner.test:${port}/`, { mostBytes: 4_999 })).rejects.toMatchObject(REFUSED);
    serve = (_request, response) => void response.write('never ends');
    await expect(outbound().send(`http://partner.test:${port}/`, { timeoutMs: 200 })).rejects.toMatchObject(REFUSED);
    await expect(outbound().send(`http://partner.test:${port}/`, { headers: { 'x-note': 'a\r\nhost: evil.example' } })).rejects.toMatchObject(REFUSED);
  });

  it('tell nobody whether something listens behind a closed address', async () => {
    const open = await outbound().send(`http://127.0.0.1:${port}/`).catch((error: Error) => error.message);
    const shut = await outbound().send('http://127.0.0.1:1/').catch((error: Error) => error.message);
    expect([open, served]).toEqual([shut, []]);
  });

  it('use https alone in production, where no host is excepted', () => {
    expect(() => testConfig({ NODE_ENV: 'production', OUTBOUND_HOSTS: 'localhost:1' })).toThrow('OUTBOUND_HOSTS is set');
  });
});
