import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** A real process of the product, whose log a test can read and to which it can send signals. */
export class RunningProcess {
  readonly exited: Promise<number | null>;
  private output = '';

  private constructor(private readonly child: ChildProcess) {
    const read = (chunk: Buffer): void => void (this.output += chunk.toString());
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    this.exited = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
  }

  /** `program` is below dist. */
  static start(program: string, environment: Record<string, string> = {}): RunningProcess {
    return new RunningProcess(spawn(process.execPath, [join(root, 'dist', program)], { cwd: root, env: { ...process.env, LOG_LEVEL: 'info', ...environment }, stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  get text(): string {
    return this.output;
  }

  get isOver(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Waits for a log line with this message. */
  async said(message: string, milliseconds = 20_000): Promise<Record<string, unknown>> {
    const deadline = Date.now() + milliseconds;
    for (;;) {
      const line = this.output.split('\n').find((each) => each.includes(`"msg":"${message}`));
      if (line) return JSON.parse(line) as Record<string, unknown>;
      if (Date.now() > deadline || this.child.exitCode !== null) throw new Error(`The process did not say "${message}". It said:\n${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async end(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL');
    await this.exited;
  }
}
