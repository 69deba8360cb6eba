import { Agent, get } from 'node:http';
import { TestDatabase } from '#test/worlds/database.js';
import { freePort } from './redis-server.js';
import { RunningProcess } from './running-process.js';

/** A busy machine takes long to start a whole process. */
const STARTING_MS = 90_000;

const running: RunningProcess[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.end()));
});

describe('F06 A process that is told to stop', () => {
  it('says so, finishes what is in hand, takes nothing new and exits with 0', async () => {
    const { program, address } = await fragile();
    const slow = answer(`${address}/slow`);
    await pause(100);
    program.signal('SIGTERM');
    await program.said('Stopping');
    expect(await answer(`${address}/health/ready`)).toMatchObject({ status: 503, connection: 'close' });
    expect(await slow).toMatchObject({ status: 200, body: 'finished' });
    expect(await program.exited).toBe(0);
    await expect(answer(`${address}/slow`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(Number((await program.said('Stopped'))['ms'])).toBeLessThan(2_500);
  });

  it('F07 is ended at its deadline with a reason, when something never finishes', async () => {
    const { program, address } = await fragile();
    const hanging = answer(`${address}/hang`).catch((error: unknown) => error);
    await pause(100);
    program.signal('SIGTERM');
    const began = performance.now();
    expect(await program.exited).toBe(1);
    expect(performance.now() - began).toBeGreaterThan(2_500);
    expect(performance.now() - began).toBeLessThan(4_500);
    expect(await program.said('Stopped by force')).toMatchObject({ level: 'fatal', reason: 'SIGTERM', stillOpen: expect.objectContaining({ TCPSocketWrap: expect.any(Number) }) });
    expect(await hanging).toMatchObject({ code: 'ECONNRESET' });
  });

  it('stops at once when Ctrl-C is pressed twice', async () => {
    const { program, address } = await fragile();
    void answer(`${address}/hang`).catch(() => undefined);
    await pause(100);
    program.signal('SIGINT');
    await program.said('Stopping');
    program.signal('SIGINT');
    expect(await program.exited).toBe(130);
  });
});

describe('S39 An error that nobody caught', () => {
  it('does not end the process when it is a forgotten promise or a broken connection', async () => {
    const { program, address } = await fragile();
    for (const path of ['forget', 'break', 'forget', 'break']) expect(await answer(`${address}/${path}`)).toMatchObject({ status: 200 });
    expect(await program.said('A rejected promise was not handled')).toMatchObject({ level: 'error', error: { message: 'forgotten' } });
    await program.said('A connection broke');
    expect(await answer(`${address}/health/ready`)).toMatchObject({ status: 200 });
  });

  it('ends it with 1 when it is a mistake in the program, after what is in hand was finished', async () => {
    const { program, address } = await fragile();
    const slow = answer(`${address}/slow`);
    await pause(100);
    expect(await answer(`${address}/throw`)).toMatchObject({ status: 200 });
    expect(await slow).toMatchObject({ status: 200, body: 'finished' });
    expect(await program.exited).toBe(1);
    expect(await program.said('An exception was not caught')).toMatchObject({ level: 'fatal', error: { type: 'TypeError' } });
  });
});

describe('The processes of the product', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await TestDatabase.create();
  });

  afterAll(() => database.drop());

  it('I7 the API fails no request of a proxy that heeds readiness', async () => {
    const port = await freePort();
    const program = start('apps/api/main.js', { ...database.environment, PORT: String(port), METRICS_PORT: '0', STOP_NOTICE_MS: '3000', RATE_LIMITS: 'organization=1000000,actor=1000000,address=1000000' });
    await program.said('The API is up', 60_000);
    const address = `http://127.0.0.1:${port}`;
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    const statuses: number[] = [];
    let ready = true;
    const client = async (): Promise<void> => {
      while (ready) {
        statuses.push((await answer(`${address}/api/openapi.json`, agent)).status);
        await pause(5);
      }
    };
    const proxy = async (): Promise<void> => {
      while (ready) {
        ready = (await answer(`${address}/health/ready`, agent)).status === 200;
        await pause(50);
      }
    };
    const load = Promise.all([...Array.from({ length: 8 }, client), proxy()]);
    await pause(500);
    program.signal('SIGTERM');
    await load;
    expect(await program.exited).toBe(0);
    agent.destroy();
    expect(statuses.length).toBeGreaterThan(5);
    expect(new Set(statuses)).toEqual(new Set([200]));
  }, STARTING_MS);

  it('the worker starts, tells its health and exits with 0', async () => {
    const port = await freePort();
    const program = start('apps/worker/main.js', { ...database.environment, METRICS_PORT: String(port) });
    await program.said('The worker is up', 60_000);
    expect(await answer(`http://127.0.0.1:${port}/health/ready`)).toMatchObject({ status: 200 });
    expect((await answer(`http://127.0.0.1:${port}/metrics`)).body).toContain('tessera_queue_jobs{queue="housekeeping",state="waiting"}');
    program.signal('SIGTERM');
    expect(await program.exited).toBe(0);
  }, STARTING_MS);

  it.each([
    ['apps/worker/main.js', { QUEUES: 'housekeping' }, 'QUEUES names "housekeping", which does not exist. Did you mean "housekeeping"?'],
    ['apps/api/main.js', { MODULES: 'identify' }, 'MODULES names "identify", which does not exist. Did you mean "identity"?'],
  ])('%s refuses to start with a name that does not exist', async (program, environment, sentence) => {
    const refused = start(program, { ...database.environment, PORT: '0', ...environment });
    expect(await refused.exited).toBe(1);
    expect(refused.text).toContain(sentence);
  }, STARTING_MS);
});

function start(program: string, environment: Record<string, string> = {}): RunningProcess {
  const started = RunningProcess.start(program, environment);
  running.push(started);
  return started;
}

async function fragile(): Promise<{ program: RunningProcess; address: string }> {
  const program = start('test/ops/fragile-process.js');
  const { address } = await program.said('The API is up');
  return { program, address: String(address) };
}

function answer(url: string, agent?: Agent): Promise<{ status: number; body: string; connection: string | undefined }> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString(), connection: response.headers.connection }));
    }).on('error', reject);
  });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
