import { Injectable, Logger } from '@nestjs/common';
import { within } from '#platform/clock/within.js';
import { dependencyUp } from '#platform/observability/metrics.js';

const EVERY_MS = 1_000;
const PATIENCE_MS = 1_000;

export interface Dependency {
  name: string;
  ping: () => Promise<void>;
  /** Without a required one this process is not ready; without another it serves on, degraded. */
  required: boolean;
}

export interface HealthAnswer {
  status: number;
  type: string;
  body: string;
}

type State = 'up' | 'down' | 'unknown';
type Verdict = 'ready' | 'degraded' | 'starting' | 'unready' | 'stopping';

const SAY: Record<Exclude<Verdict, 'ready' | 'degraded'>, string> = {
  starting: 'The process is starting. Ask again in a moment.',
  unready: 'Something this process cannot do without does not answer. It is asked again every second.',
  stopping: 'The process is stopping and takes no new work. Ask another one.',
};

/** Asks each dependency once a second in the background, so that a probe costs the same however often and by whomever it is sent. */
@Injectable()
export class Health {
  private readonly logger = new Logger(Health.name);
  private readonly states = new Map<string, State>();
  private readonly dependencies: Dependency[] = [];
  private readonly asking = new Set<string>();
  private timer: NodeJS.Timeout | null = null;
  private begun = false;
  private stopping = false;
  private answer = this.compose();

  watch(dependency: Dependency): void {
    this.dependencies.push(dependency);
    this.states.set(dependency.name, 'unknown');
    this.answer = this.compose();
  }

  /** Asks everything a first time, then goes on asking until it is stopped. */
  async begin(): Promise<void> {
    await this.askAll();
    this.begun = true;
    this.answer = this.compose();
    this.timer = setInterval(() => void this.askAll(), EVERY_MS).unref();
  }

  /** From now on the proxy is told to send nobody here. */
  stop(): void {
    this.stopping = true;
    this.answer = this.compose();
  }

  end(): void {
    if (this.timer) clearInterval(this.timer);
  }

  get isStopping(): boolean {
    return this.stopping;
  }

  get isUp(): boolean {
    return this.verdict() === 'ready' || this.verdict() === 'degraded';
  }

  live(): HealthAnswer {
    return json(200, { status: 'live' });
  }

  startup(): HealthAnswer {
    return this.begun ? json(200, { status: 'started' }) : problem('starting', {});
  }

  ready(): HealthAnswer {
    return this.answer;
  }

  private async askAll(): Promise<void> {
    await Promise.all(this.dependencies.map((dependency) => this.ask(dependency)));
    this.answer = this.compose();
  }

  /** A ping that hangs is not sent again, so that a frozen dependency does not fill the pool with pings. */
  private async ask({ name, ping, required }: Dependency): Promise<void> {
    if (this.asking.has(name)) return this.note(name, required, 'down', 'It has not answered since it was last asked.');
    this.asking.add(name);
    const answered = ping().finally(() => this.asking.delete(name));
    try {
      await within(PATIENCE_MS, answered);
      this.note(name, required, 'up');
    } catch (error) {
      this.note(name, required, 'down', error);
    }
  }

  private note(name: string, required: boolean, state: State, reason?: unknown): void {
    const before = this.states.get(name);
    this.states.set(name, state);
    dependencyUp.set({ dependency: name }, state === 'up' ? 1 : 0);
    if (state === before || this.stopping) return;
    if (state === 'down') this.logger.error({ msg: `${name} does not answer${required ? ': this process takes no requests until it does' : ''}`, error: reason });
    else if (before === 'down') this.logger.log(`${name} answers again`);
  }

  private verdict(): Verdict {
    if (this.stopping) return 'stopping';
    if (!this.begun) return 'starting';
    const down = this.dependencies.filter(({ name }) => this.states.get(name) !== 'up');
    if (down.some(({ required }) => required)) return 'unready';
    return down.length > 0 ? 'degraded' : 'ready';
  }

  private compose(): HealthAnswer {
    const verdict = this.verdict();
    const dependencies = Object.fromEntries(this.states);
    return verdict === 'ready' || verdict === 'degraded' ? json(200, { status: verdict, dependencies }) : problem(verdict, dependencies);
  }
}

function json(status: number, body: object): HealthAnswer {
  return { status, type: 'application/json; charset=utf-8', body: JSON.stringify(body) };
}

function problem(verdict: keyof typeof SAY, dependencies: object): HealthAnswer {
  const body = { type: 'urn:tessera:problem:unavailable', title: 'Not ready', status: 503, detail: SAY[verdict], verdict, dependencies };
  return { status: 503, type: 'application/problem+json; charset=utf-8', body: JSON.stringify(body) };
}
