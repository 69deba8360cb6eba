// Programs that npm does not bring: found on this machine, or installed when that needs no question.
import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from '../processes.mjs';
import { isRoot } from './account.mjs';

// Debian keeps servers in folders that are not on an ordinary user's PATH.
const SYSTEM_FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin'];
let listsAreFresh = false;

export function findProgram(...names) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...SYSTEM_FOLDERS];
  for (const name of names) {
    for (const folder of folders) {
      if (!folder) continue;
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not here.
      }
    }
  }
  return undefined;
}

/** The Linux distribution and those it descends from, such as "ubuntu debian". */
export function distribution() {
  try {
    const release = readFileSync('/etc/os-release', 'utf8');
    const value = (name) => new RegExp(`^${name}="?([^"\n]*)"?$`, 'm').exec(release)?.[1] ?? '';
    return `${value('ID')} ${value('ID_LIKE')}`.trim();
  } catch {
    return '';
  }
}

export function installsWithApt() {
  return isRoot && /\b(debian|ubuntu)\b/.test(distribution()) && findProgram('apt-get') !== undefined;
}

export async function installWithApt(name, onSpawn) {
  const options = { onSpawn, timeout: 600_000, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  if (!listsAreFresh) await run('apt-get', ['update', '-qq'], options);
  listsAreFresh = true;
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], options);
}

export async function installWithHomebrew(name, onSpawn) {
  await run('brew', ['install', '--quiet', name], { onSpawn, timeout: 600_000 });
}
