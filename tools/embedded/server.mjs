import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { identify } from '../processes.mjs';

/** Spawns a server in a session of its own, so that Ctrl-C at the terminal does not reach it before its clients have stopped. */
export function spawnServer(program, args, { account, env, log, cwd = '/', onExit }) {
  const written = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  const output = openSync(log, 'a', 0o600);
  const child = spawn(program, args, { ...account, cwd, env, detached: true, stdio: ['ignore', output, output] });
  closeSync(output);
  const server = { ended: false, identity: identify(child.pid), output: () => readFileSync(log).subarray(written).toString() };
  const ended = (code, signal) => {
    if (server.ended) return;
    server.ended = true;
    onExit?.(signal ? `ended by ${signal}` : `exit code ${code}`);
  };
  child.once('error', (error) => ended(error.message));
  child.once('exit', ended);
  return server;
}
