// Prints an environment for docker-compose.yml with freshly drawn secrets:
//   node deploy/new-environment.mjs > deploy/.env && chmod 600 deploy/.env
// It draws new ones each time: keep the file, since the database and everything encrypted in it belong to its keys.
import { randomBytes } from 'node:crypto';

const PASSWORDS = ['POSTGRES_PASSWORD', 'CRM_OWNER_PASSWORD', 'CRM_APP_PASSWORD', 'CRM_PLATFORM_PASSWORD', 'REDIS_PASSWORD'];
const KEYS = ['SCOPE_SEAL_KEY', 'ENCRYPTION_KEY', 'COOKIE_SECRET', 'PUSH_KEY'];

const lines = [...PASSWORDS, ...KEYS].map((name) => `${name}=${randomBytes(32).toString('hex')}`);
lines.push('PUBLIC_URL=http://localhost:8080');
process.stdout.write(`${lines.join('\n')}\n`);
