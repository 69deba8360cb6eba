// Tessera on this machine: its servers, its processes, and their end.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { databaseAddresses, forServing, keys, programOf, runConsole } from './application.mjs';
import { makeFolder, serversHome } from './embedded/account.mjs';
import { postgresUrl, runningPostgres, startPostgres, stopPostgres } from './embedded/postgres.mjs';
import { redisUrl, startRedis, stopRedis } from './embedded/redis.mjs';
import { freePort } from './ports.mjs';
import { end, isAlive, signal, waitUntil } from './processes.mjs';
import { keptSecrets } from './secrets.mjs';
import { Service } from './service.mjs';
import { State } from './state.mjs';
import { Problem, say, step } from './steps.mjs';

const SERVERS = ['postgres', 'redis'];
const LARGEST_LOG = 10_000_000;
const USUAL_PORT = 3000;
const USUAL_METRICS = { api: 9464, worker: 9465 };

export class Launcher {
  #services = [];
  #watch;
  #up = false;
  stopping = false;

  constructor(root, settings, onDeath) {
    this.root = root;
    this.settings = settings;
    this.onDeath = onDeath;
    this.state = new State(settings.data);
    this.secrets = keptSecrets(join(settings.data, 'secrets.json'));
    this.home = serversHome(settings.data);
    this.logs = makeFolder(join(settings.data, 'logs'));
  }

  /** Called for everything that is spawned, at once, so that no process is ever unknown to the next start. */
  spawned = (name) => (identity, port) => {
    this.state.started(name, identity, port);
    if (this.stopping) signal(identity.pid, 'SIGQUIT');
  };

  /** Ends what a killed launcher left behind. Its servers are left to be adopted. */
  async recover() {
    const left = this.state.processNames().filter((name) => !SERVERS.includes(name));
    const alive = left.filter((name) => isAlive(this.state.process(name)));
    await Promise.all(alive.map((name) => end(this.state.process(name), [['SIGTERM', 5_000], ['SIGKILL', 2_000]], { group: true })));
    for (const name of left) this.state.ended(name);
    if (alive.length > 0) say(`Ended what an earlier start left running: ${alive.join(', ')}.`);
  }

  async empty() {
    const postgres = await runningPostgres(join(this.home, 'postgres'));
    await Promise.all([stopPostgres(postgres?.process), stopRedis(this.state.process('redis'))]);
    for (const name of this.settings.redisUrl ? ['postgres'] : SERVERS) rmSync(join(this.home, name), { recursive: true, force: true });
  }

  async startServers() {
    const { databaseUrl, redisUrl: givenRedis } = this.settings;
    const started = await Promise.allSettled([databaseUrl ? { url: databaseUrl } : this.#startPostgres(), givenRedis ? { url: givenRedis } : this.#startRedis()]);
    const [postgres, redis] = started.map((result) => {
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    });
    this.environment = {
      ...process.env,
      NODE_ENV: process.env.NODE_ENV || 'development',
      ...databaseAddresses(postgres.url, this.secrets, databaseUrl ? process.env : {}),
      ...keys(this.secrets, process.env),
      REDIS_URL: redis.url,
      DEMO_MODE: String(this.settings.demo),
      ...(this.settings.mails ? { MAIL_FOLDER: this.settings.mails } : {}),
    };
    return [postgres.adopted && 'PostgreSQL was running', redis.adopted && 'Redis was running'].filter(Boolean).join(', ') || undefined;
  }

  async #startPostgres() {
    const postgres = await startPostgres({
      root: this.root, folder: join(this.home, 'postgres'), password: this.secrets.administratorPassword, log: this.#log('postgres'),
      choosePort: () => (this.#up ? this.state.port('postgres') : freePort(this.state.port('postgres'))), onSpawn: this.spawned('postgres'),
    });
    this.state.started('postgres', postgres.process, postgres.port);
    if (postgres.created) this.state.preparedFor = undefined;
    return { ...postgres, url: postgresUrl({ ...postgres, password: this.secrets.administratorPassword, database: 'tessera' }) };
  }

  async #startRedis() {
    const redis = await startRedis({
      folder: join(this.home, 'redis'), password: this.secrets.redisPassword, log: this.#log('redis'),
      port: this.state.port('redis'), known: this.state.process('redis'),
      choosePort: () => (this.#up ? this.state.port('redis') : freePort(this.state.port('redis'))), onSpawn: this.spawned('redis'),
    });
    this.state.started('redis', redis.process, redis.port);
    return { ...redis, url: redisUrl({ port: redis.port, password: this.secrets.redisPassword }) };
  }

  #log(name) {
    const path = join(this.logs, `${name}.log`);
    if (!this.#up && statSync(path, { throwIfNoEntry: false })?.size > LARGEST_LOG) renameSync(path, `${path}.1`);
    return path;
  }

  /** Roles, schema and demo world. Left out when the embedded database has been through it with the same code and keys. */
  async prepare() {
    if (this.#isPrepared()) return 'unchanged';
    await this.#console('prepare');
    if (!this.settings.demo) this.state.preparedFor = this.#preparation();
    return undefined;
  }

  async seed() {
    if (this.#isPrepared()) return 'unchanged';
    await this.#console('seed');
    this.state.preparedFor = this.#preparation();
    return undefined;
  }

  #isPrepared() {
    return !this.settings.databaseUrl && this.state.preparedFor === this.#preparation();
  }

  #preparation() {
    const code = readFileSync(join(this.root, 'dist', '.backend-sources'), 'utf8');
    return createHash('sha256').update(JSON.stringify([code, this.settings.demo, keys(this.secrets, process.env)])).digest('hex');
  }

  async #console(command) {
    try {
      await runConsole(this.root, command, this.environment, this.spawned('console'));
    } catch (error) {
      if (this.settings.databaseUrl || !(error instanceof Problem) || this.stopping) throw error;
      if (/password authentication failed/.test(error.details)) {
        throw new Problem(`The embedded PostgreSQL refuses the password in ${join(this.settings.data, 'secrets.json')}: put back the file that belongs to these data, or begin anew with "npm start -- --fresh".`);
      }
      throw new Problem(`${error.message} If the data are of an older state of the code, "npm start -- --fresh" begins with an empty database.`, error.details);
    }
  }

  async startApplication() {
    const { port, host, publicUrl } = this.settings;
    const web = join(this.root, 'dist', 'web');
    const common = { ...forServing(this.environment), PORT: String(port), HOST: host, PUBLIC_URL: publicUrl, WEB_ROOT: process.env.WEB_ROOT || (existsSync(web) ? web : '') };
    const ready = [];
    for (const name of ['api', 'worker']) {
      const metrics = await this.#metricsPort(name);
      const service = new Service({
        name, program: programOf(this.root, name), cwd: this.root, log: this.#log(name),
        env: { ...common, METRICS_PORT: String(metrics) },
        onSpawn: (identity) => this.spawned(name)(identity, metrics), mustLive: () => !this.#up, onCrashLoop: this.#crashed,
      });
      this.#services.push(service);
      service.start();
      const asked = name === 'api' ? port : metrics;
      if (asked > 0) ready.push(this.#ready(service, asked, host));
    }
    await Promise.all(ready);
    this.#up = true;
    this.#watch = setInterval(() => void this.#reviveServers(), 1_000);
  }

  // The well-known ports go to the well-known address: of two checkouts that start at once, only one can have that.
  async #metricsPort(name) {
    const given = process.env.METRICS_PORT;
    if (given) return given === '0' ? 0 : Number(given) + (name === 'api' ? 0 : 1);
    return freePort(this.settings.port === USUAL_PORT ? USUAL_METRICS[name] : this.state.port(name));
  }

  #crashed = (service, why) => {
    const { name, log } = service.options;
    const when = this.#up ? 'stops again and again' : 'did not start';
    this.onDeath(new Problem(`The ${name} ${when} (${why}): see the lines above and ${log}, mend it and run "npm start" again.`, service.output()));
  };

  async #ready(service, port, given) {
    const host = ['0.0.0.0', '::'].includes(given) ? '127.0.0.1' : given;
    const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}/health/ready`;
    let last = 'no answer';
    const ready = await waitUntil(async () => {
      if (this.stopping) throw new Problem('The start was broken off.');
      const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
      if (answer) last = `status ${answer.status}: ${(await answer.text()).slice(0, 300)}`;
      return answer?.ok;
    }, 60_000, 100);
    if (!ready) throw new Problem(`The ${service.options.name} runs, but ${url} does not say that it is ready (${last}): see the lines above and ${service.options.log}.`, service.output());
  }

  #reviving = false;
  /** PostgreSQL and Redis come back on the same ports, so the application only has to connect again. */
  async #reviveServers() {
    if (this.#reviving || this.stopping) return;
    this.#reviving = true;
    try {
      const dead = (name) => this.state.process(name) && !isAlive(this.state.process(name));
      if (!this.settings.databaseUrl && dead('postgres')) await step('PostgreSQL stopped: start it again', () => this.#startPostgres().then(() => ''));
      if (!this.settings.redisUrl && dead('redis')) await step('Redis stopped: start it again', () => this.#startRedis().then(() => ''));
    } catch (error) {
      this.onDeath(error);
    } finally {
      this.#reviving = false;
    }
  }

  hasProcesses() {
    return this.state.processNames().length > 0;
  }

  async stop({ force = false } = {}) {
    this.stopping = true;
    clearInterval(this.#watch);
    await Promise.all(this.#services.map((service) => service.stop({ force })));
    await this.recover();
    for (const [name, stopServer] of [['redis', stopRedis], ['postgres', stopPostgres]]) {
      const identity = this.state.process(name);
      await stopServer(identity, { force });
      if (!isAlive(identity)) this.state.ended(name);
    }
  }
}
