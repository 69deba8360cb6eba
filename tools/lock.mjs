// A lock that a dead owner cannot keep: the file names its owner by pid and birth.
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { identify, isAlive, waitUntil } from './processes.mjs';
import { Problem } from './steps.mjs';

/** Takes the lock and returns undefined, or returns its living owner. */
export function takeLock(path, remark = {}) {
  const mine = `${path}.${process.pid}`;
  writeFileSync(mine, JSON.stringify({ ...identify(process.pid), ...remark }), { mode: 0o600 });
  try {
    for (;;) {
      try {
        linkSync(mine, path);
        return undefined;
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      const owner = ownerOf(path);
      if (owner && isAlive(owner)) return owner;
      if (owner) discard(path, owner);
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

function ownerOf(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    return { pid: 0 };
  }
}

// Moved away before it is removed: of two processes that saw the same dead owner, the slower one must not remove the lock of the quicker.
function discard(path, dead) {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
    const moved = ownerOf(aside);
    if (moved?.pid !== dead.pid && isAlive(moved)) linkSync(aside, path);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

export function releaseLock(path) {
  if (ownerOf(path)?.pid === process.pid) rmSync(path, { force: true });
}

/** Does the work under the lock; waits for another owner to finish. */
export async function underLock(path, work, patience = 600_000) {
  let owner;
  const free = await waitUntil(() => !(owner = takeLock(path)), patience, 200);
  if (!free) throw new Problem(`Process ${owner.pid} has been installing or building in this checkout for ${patience / 60_000} minutes: end it with "kill ${owner.pid}" and try again.`);
  try {
    return await work();
  } finally {
    releaseLock(path);
  }
}
