// Processes: who they are (a pid alone may have been given to a stranger), how they are run, and how they are ended.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem, lastLines } from './steps.mjs';

const linux = process.platform === 'linux';
let bootId;

/** A string that no later process with the same pid can have, or undefined when the process is gone (a zombie is gone). */
export function birthOf(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return linux ? birthOnLinux(pid) : birthByPs(pid);
}

function birthOnLinux(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    bootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${bootId}:${fields[19]}`;
  } catch {
    return undefined;
  }
}

function birthByPs(pid) {
  const { stdout } = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' });
  const [, state, born] = /^\s*(\S+)\s+(.+?)\s*$/m.exec(stdout ?? '') ?? [];
  return state && !state.startsWith('Z') ? born : undefined;
}

export function identify(pid) {
  return { pid, birth: birthOf(pid) };
}

export function isAlive(identity) {
  return identity?.birth !== undefined && birthOf(identity.pid) === identity.birth;
}

export function signal(pid, name) {
  try {
    process.kill(pid, name);
    return true;
  } catch (error) {
    if (error.code === 'EPERM') throw new Problem(`Process ${Math.abs(pid)} belongs to another user: stop it with "sudo kill ${Math.abs(pid)}" and try again.`);
    return false;
  }
}

export async function waitUntil(condition, milliseconds, pause = 50) {
  const deadline = performance.now() + milliseconds;
  for (;;) {
    if (await condition()) return true;
    if (performance.now() >= deadline) return false;
    await sleep(pause);
  }
}

/** Sends each signal in turn and gives the process the time named beside it; returns whether it is gone. */
export async function end(identity, stages, { group = false } = {}) {
  for (const [name, milliseconds] of stages) {
    if (!isAlive(identity)) break;
    signal(group ? -identity.pid : identity.pid, name);
    await waitUntil(() => !isAlive(identity), milliseconds);
  }
  // Members of the group may outlive their leader.
  if (group) signal(-identity.pid, 'SIGKILL');
  return !isAlive(identity);
}

const running = new Set();

/** Runs a command in its own process group to its end. Rejects with a Problem that carries the end of its output. */
export function run(command, args, { failure, timeout = 600_000, onSpawn, stream = false, ...options } = {}) {
  const child = spawn(command, args, { stdio: ['ignore', stream ? 'inherit' : 'pipe', stream ? 'inherit' : 'pipe'], detached: true, ...options });
  const identity = child.pid ? identify(child.pid) : undefined;
  let output = '';
  for (const source of [child.stdout, child.stderr]) source?.setEncoding('utf8').on('data', (text) => (output = (output + text).slice(-200_000)));
  if (identity) {
    running.add(identity);
    onSpawn?.(identity);
  }
  return new Promise((resolve, reject) => {
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      if (identity) signal(-identity.pid, 'SIGKILL');
    }, timeout);
    const finish = (code, why) => {
      clearTimeout(timer);
      running.delete(identity);
      if (code === 0) return resolve(output);
      const reason = timedOut ? `it did not end within ${Math.round(timeout / 1000)} s` : why;
      reject(new Problem(`${failure ?? `"${command} ${args.join(' ')}" failed`} (${reason}).`, lastLines(output)));
    };
    child.on('error', (error) => finish(-1, error.message));
    // Not 'close': a stray grandchild that holds the pipe open must not hold up the run.
    child.on('exit', (code, name) => setTimeout(finish, 20, code, code === null ? `ended by ${name}` : `exit code ${code}`));
  });
}

/** Ends whatever `run` has under way. */
export function endRunning() {
  for (const { pid } of running) signal(-pid, 'SIGKILL');
}

/** Ends every process that inherited the given variable: what tests started and forgot. Linux only. */
export function endMarked(name, value) {
  if (!linux) return 0;
  let ended = 0;
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    try {
      if (!readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`${name}=${value}`)) continue;
      process.kill(pid, 'SIGKILL');
      ended++;
    } catch {
      // It ended by itself, or belongs to someone else.
    }
  }
  return ended;
}

/** npm starts us through a shell, which dies of a SIGTERM without passing it on: then we are on our own, and must end as well. */
export function whenOrphaned(action) {
  if (!process.env.npm_lifecycle_event) return;
  const ancestors = () => `${process.ppid} ${npmAbove(process.ppid)}`;
  const first = ancestors();
  const watch = setInterval(() => {
    if (ancestors() === first) return;
    clearInterval(watch);
    action();
  }, 250);
  watch.unref();
}

/** The parent of the shell between npm and us; undefined when npm is our parent itself, whose own parent is no business of ours. */
function npmAbove(pid) {
  if (!linux) return undefined;
  try {
    const [, name, parent] = /\((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return name.startsWith('npm') ? undefined : parent;
  } catch {
    return undefined;
  }
}
