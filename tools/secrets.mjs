// Keys and passwords of this checkout, drawn once and kept where only its owner can read them.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Problem } from './steps.mjs';

const draw = () => randomBytes(32).toString('hex');

export function newSecrets() {
  return {
    administratorPassword: draw(),
    ownerPassword: draw(),
    appPassword: draw(),
    platformPassword: draw(),
    redisPassword: draw(),
    SCOPE_SEAL_KEY: draw(),
    ENCRYPTION_KEY: draw(),
    COOKIE_SECRET: draw(),
    PUSH_KEY: draw(),
  };
}

export function keptSecrets(path) {
  let kept = {};
  if (existsSync(path)) {
    try {
      kept = JSON.parse(readFileSync(path, 'utf8'));
    } catch (error) {
      throw new Problem(`The secrets in ${path} cannot be read (${error.code ?? 'not JSON'}): give yourself the right to read the file, or put it back as it was.`);
    }
  }
  const secrets = { ...newSecrets(), ...kept };
  if (Object.keys(secrets).length !== Object.keys(kept).length) {
    writeFileSync(`${path}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }
  return secrets;
}
