// One process of the application: started, started again when it dies by itself, stopped.
import { end } from './processes.mjs';
import { lastLines, say } from './steps.mjs';
import { spawnServer } from './embedded/server.mjs';

const SHORTEST_PAUSE = 500;
const MOST_DEATHS = 5;
/** Whoever lived this long died of something new. */
const LONG_ENOUGH = 60_000;
/** The application drains for up to 25 s. */
const PATIENCE = 27_000;

export class Service {
  #server;
  #deaths = 0;
  #bornAt = 0;
  #stopping = false;
  #timer;

  /** `options`: name, program, env, cwd, log, onSpawn(identity), mustLive() → whether to give up at the first death, onCrashLoop(service, reason) */
  constructor(options) {
    this.options = options;
  }

  start() {
    const { program, env, cwd, log, onSpawn } = this.options;
    this.#bornAt = performance.now();
    this.#server = spawnServer(process.execPath, ['--enable-source-maps', program], { env, cwd, log, onExit: (why) => this.#died(why) });
    onSpawn(this.#server.identity);
  }

  /** The end of what it wrote since its last start. */
  output() {
    return lastLines(this.#server?.output() ?? '');
  }

  #died(why) {
    if (this.#stopping) return;
    const { name, log, onCrashLoop } = this.options;
    this.#deaths = performance.now() - this.#bornAt < LONG_ENOUGH ? this.#deaths + 1 : 1;
    if (this.#deaths >= MOST_DEATHS || this.options.mustLive?.()) {
      onCrashLoop(this, why);
      return;
    }
    const pause = SHORTEST_PAUSE * 2 ** (this.#deaths - 1);
    say(`The ${name} stopped by itself (${why}; see ${log}): starting it again in ${pause / 1000} s.`);
    this.#timer = setTimeout(() => this.start(), pause);
  }

  async stop({ force = false } = {}) {
    this.#stopping = true;
    clearTimeout(this.#timer);
    if (!this.#server) return;
    await end(this.#server.identity, [...(force ? [] : [['SIGTERM', PATIENCE]]), ['SIGKILL', 2_000]], { group: true });
  }
}
