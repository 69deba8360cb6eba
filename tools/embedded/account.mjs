// PostgreSQL refuses to run as root: then the servers run under an account without rights, in a place that account can reach.
import { createHash } from 'node:crypto';
import { chownSync, mkdirSync, statSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { basename, dirname, join } from 'node:path';
import { Problem } from '../steps.mjs';

const NOBODY = 65_534;
const SYSTEM_DATA = '/var/lib/tessera';
const TROUBLES = {
  EACCES: 'cannot be written by you',
  EPERM: 'cannot be written by you',
  EROFS: 'is on a file system that cannot be written',
  ENOENT: 'cannot be created',
  EEXIST: 'is needed, but there is a file of that name',
  ENOTDIR: 'cannot be created, because a file is in its way',
  ENOSPC: 'cannot be created, because the disk is full',
};
export const isRoot = process.getuid?.() === 0;

/** The account for a server whose data lie in `folder`: undefined means our own. A folder made by another user keeps its owner. */
export function accountFor(folder) {
  if (!isRoot) return undefined;
  const owner = statSync(folder, { throwIfNoEntry: false });
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : { uid: NOBODY, gid: NOBODY };
}

export function canReach(path, account) {
  if (!account) return true;
  return spawnSync('/bin/sh', ['-c', 'test -x "$0"', path], { ...account, cwd: '/' }).status === 0;
}

/** Where the servers of the data folder keep their files: inside it, unless the account without rights cannot get there. */
export function serversHome(dataFolder) {
  if (canReach(dataFolder, isRoot ? { uid: NOBODY, gid: NOBODY } : undefined)) return dataFolder;
  const name = `${basename(join(dataFolder, '..'))}-${createHash('sha256').update(dataFolder).digest('hex').slice(0, 12)}`;
  return makeFolder(join(SYSTEM_DATA, name), 0o755);
}

export function sharedBinaries(name) {
  return join(makeFolder(SYSTEM_DATA, 0o755), name);
}

export function makeFolder(path, mode = 0o700, account) {
  try {
    makeEach(path, mode);
    if (account) chownSync(path, account.uid, account.gid);
    return path;
  } catch (error) {
    throw new Problem(`The folder ${path} ${TROUBLES[error.code] ?? `cannot be used (${error.code})`}: mend that, or choose another data folder with TESSERA_DATA=/some/path npm start.`);
  }
}

// Not mkdir's own `recursive`: on file systems such as /proc it never returns.
function makeEach(path, mode) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) return;
  if (!found) makeEach(dirname(path), mode);
  mkdirSync(path, { mode });
}
