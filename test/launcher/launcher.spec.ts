import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

describe('npm start refuses', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tessera-launcher-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('a taken port, before it starts anything', async () => {
    const { server, port } = await takenPort();
    const { code, said } = await start({ PORT: String(port), TESSERA_DATA: folder });
    server.close();
    expect(said).toContain(`Port ${port} is taken by another program: stop it, or choose another port with PORT=${port + 1} npm start.`);
    expect(code).toBe(1);
    expect(existsSync(join(folder, 'postgres'))).toBe(false);
    expect(existsSync(join(folder, 'start.lock'))).toBe(false);
  });

  it('a data folder that cannot be one', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const { code, said } = await start({ PORT: '0', TESSERA_DATA: join(file, 'data') });
    expect(said).toContain(`The folder ${join(file, 'data')} cannot be created, because a file is in its way`);
    expect(code).toBe(1);
  });

  it('a server that does not answer', async () => {
    const { server, port } = await takenPort();
    server.close();
    await once(server, 'close');
    const { code, said } = await start({ PORT: '0', TESSERA_DATA: folder, DATABASE_URL: `postgres://administrator:secret@127.0.0.1:${port}/tessera` });
    expect(said).toContain(`Nothing answers at 127.0.0.1:${port}, the server that DATABASE_URL names`);
    expect(said).not.toContain('secret@');
    expect(code).toBe(1);
  });

  it('to empty a database that is not its own', async () => {
    const { code, said } = await start({ PORT: '0', TESSERA_DATA: folder, DATABASE_URL: 'postgres://administrator:secret@127.0.0.1:1/tessera' }, '--fresh');
    expect(said).toContain('"--fresh" only empties the embedded database');
    expect(code).toBe(1);
  });

  it('an argument that it does not know', async () => {
    const { code, said } = await start({ PORT: '0', TESSERA_DATA: folder }, '--frehs');
    expect(said).toContain('"--frehs" is not known');
    expect(code).toBe(1);
  });
});

async function takenPort(): Promise<{ server: Server; port: number }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

async function start(environment: Record<string, string>, ...given: string[]): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, ['tools/start.mjs', ...given], { cwd: root, env: { PATH: process.env['PATH'] ?? '', HOST: '127.0.0.1', ...environment }, timeout: 25_000 });
  let said = '';
  for (const output of [child.stdout, child.stderr]) output.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, said };
}
