// What the person who types "npm start" asks for: arguments, the environment and .env.
import { accessSync, constants, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { freePort } from './ports.mjs';
import { Problem } from './steps.mjs';

const ARGUMENTS = new Set(['--fresh']);

export async function readSettings(root, given) {
  const strange = given.find((argument) => !ARGUMENTS.has(argument));
  if (strange) throw new Problem(`"${strange}" is not known: there is "npm start" and "npm start -- --fresh", which begins with an empty database.`);
  if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'));
  const env = process.env;
  const databaseUrl = addressIn('DATABASE_URL', ['postgres:', 'postgresql:'], 'postgres://administrator:password@host:5432/tessera');
  const redisUrl = addressIn('REDIS_URL', ['redis:', 'rediss:'], 'redis://host:6379');
  const fresh = given.includes('--fresh');
  if (fresh && databaseUrl) throw new Problem('"--fresh" only empties the embedded database and DATABASE_URL names one of your own: unset DATABASE_URL, or empty that database yourself.');
  const port = await portIn(env.PORT || env.TESSERA_PORT || '3000');
  const host = env.HOST || '127.0.0.1';
  const data = resolve(root, env.TESSERA_DATA || '.tessera');
  return {
    fresh, port, host, databaseUrl, redisUrl,
    address: `http://localhost:${port}`,
    publicUrl: env.PUBLIC_URL || `http://localhost:${port}`,
    data,
    /** Where mails go that nobody has named a server for. */
    mails: env.MAIL_URL || env.NODE_ENV === 'production' ? undefined : env.MAIL_FOLDER || join(data, 'mail'),
    demo: env.DEMO_MODE ? env.DEMO_MODE === 'true' : !databaseUrl && env.NODE_ENV !== 'production',
  };
}

function addressIn(name, protocols, example) {
  const given = process.env[name]?.trim();
  if (!given) return undefined;
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (!url || !protocols.includes(url.protocol) || !url.hostname) throw new Problem(`${name} is not an address such as ${example}: correct it, or unset it to use the embedded server.`);
  if (name === 'DATABASE_URL' && url.pathname.length < 2) throw new Problem(`DATABASE_URL names no database: write it as ${example}.`);
  return given;
}

async function portIn(text) {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new Problem(`PORT is "${text}": it must be a number from 1 to 65535, such as PORT=3100 npm start.`);
  return port === 0 ? freePort() : port;
}

export function checkCheckout(root) {
  try {
    accessSync(root, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    throw new Problem(`The folder ${root} cannot be written by you, and Tessera installs and compiles there: take it over with "sudo chown -R $(id -un) ${root}" and try again.`);
  }
}
