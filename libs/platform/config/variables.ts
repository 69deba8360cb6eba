import { dnsLabel, flag, hostPort, integer, key256, listOf, mailbox, name, network, oneOf, origin, rateLimits, retentionDays, rsaKey, text, url, type Parser } from './parsers.js';

export interface Variable<T, Optional extends boolean = boolean> {
  readonly name: string;
  readonly parser: Parser<T>;
  readonly say: string;
  readonly secret: boolean;
  /** Used when the variable is not set; a variable with neither default nor `optional` must be set. */
  readonly fallback: string | null;
  readonly optional: Optional;
  /** What .env.example shows; production refuses it when the variable is a secret. */
  readonly example: string;
}

type Needed = { example: string; say: string; secret?: true };
type Defaulted = { fallback: string; say: string };
type Optional = { optional: true; example?: string; say: string; secret?: true };

function variable<T>(name: string, parser: Parser<T>, traits: Needed | Defaulted): Variable<T, false>;
function variable<T>(name: string, parser: Parser<T>, traits: Optional): Variable<T, true>;
function variable<T>(name: string, parser: Parser<T>, traits: Needed | Defaulted | Optional): Variable<T> {
  const fallback = 'fallback' in traits ? traits.fallback : null;
  const example = ('example' in traits ? traits.example : undefined) ?? fallback ?? '';
  return { name, parser, say: traits.say, secret: 'secret' in traits, fallback, optional: 'optional' in traits, example };
}

/** Every variable the product reads, once. `.env.example` is written from this list. */
export const variables = {
  nodeEnv: variable('NODE_ENV', oneOf('development', 'test', 'production'), { fallback: 'development', say: 'What this process is for.' }),
  port: variable('PORT', integer(0, 65535), { fallback: '3000', say: 'Where the API listens; 0 takes any free port.' }),
  host: variable('HOST', text, { fallback: '127.0.0.1', say: 'The interface the API listens on; 0.0.0.0 inside a container.' }),
  publicUrl: variable('PUBLIC_URL', origin, { fallback: 'http://localhost:3000', say: 'The one address people use; every link in a mail begins with it.' }),
  metricsPort: variable('METRICS_PORT', integer(0, 65535), { fallback: '0', say: 'Where metrics and nothing else are served; 0 turns them off.' }),
  stopNoticeMs: variable('STOP_NOTICE_MS', integer(0, 20_000), { fallback: '500', say: 'How long a stopping process says "not ready" before it stops accepting, in milliseconds: at least the interval at which your proxy asks.' }),

  databaseUrl: variable('DATABASE_URL', url('postgres', 'postgresql'), { optional: true, secret: true, example: 'postgres://postgres:postgres@localhost:5432/tessera', say: 'The administrator\'s address of the database; only the console uses it, to create roles and extensions.' }),
  databaseOwnerUrl: variable('DATABASE_OWNER_URL', url('postgres', 'postgresql'), { optional: true, secret: true, example: 'postgres://crm_owner:owner@localhost:5432/tessera', say: 'The address for migrations; only the console uses it.' }),
  databaseAppUrl: variable('DATABASE_APP_URL', url('postgres', 'postgresql'), { secret: true, example: 'postgres://crm_app:app@localhost:5432/tessera', say: 'The address the API and the worker serve organisations with; bound by row-level security.' }),
  databasePlatformUrl: variable('DATABASE_PLATFORM_URL', url('postgres', 'postgresql'), { secret: true, example: 'postgres://crm_platform:platform@localhost:5432/tessera', say: 'The address for the few global tables, such as accounts; it reaches no organisation\'s data.' }),
  databasePool: variable('DATABASE_POOL', integer(1, 500), { fallback: '10', say: 'How many database connections one process may hold for organisations.' }),
  databasePreparedStatements: variable('DATABASE_PREPARED_STATEMENTS', flag, { fallback: 'true', say: 'False behind poolers that lose prepared statements between transactions (pgbouncer before 1.21).' }),
  redisUrl: variable('REDIS_URL', url('redis', 'rediss'), { secret: true, example: 'redis://localhost:6379', say: 'Queues, live updates and rate limits; it may be emptied at any time.' }),

  scopeSealKey: variable('SCOPE_SEAL_KEY', key256, { secret: true, example: 'e1'.repeat(32), say: 'Seals the organisation a transaction runs in; the database holds the same key.' }),
  scopeSealKeyPrevious: variable('SCOPE_SEAL_KEY_PREVIOUS', key256, { optional: true, secret: true, say: 'The former seal key, while it is being rotated.' }),
  encryptionKey: variable('ENCRYPTION_KEY', key256, { secret: true, example: 'e2'.repeat(32), say: 'Encrypts secrets at rest, such as the credentials of connected services.' }),
  pushKey: variable('PUSH_KEY', key256, { optional: true, secret: true, example: 'e4'.repeat(32), say: 'The key by which the notification services of browsers know this deployment; without one no browser is woken. Another key ends all subscriptions.' }),
  cookieSecret: variable('COOKIE_SECRET', key256, { secret: true, example: 'e3'.repeat(32), say: 'Signs cookies.' }),

  sessionIdleMinutes: variable('SESSION_IDLE_MINUTES', integer(15, 525_600), { fallback: '1440', say: 'After how many minutes without use a session ends.' }),
  sessionLongestHours: variable('SESSION_LONGEST_HOURS', integer(1, 8_760), { fallback: '336', say: 'After how many hours a session ends, however much it is used.' }),

  mailUrl: variable('MAIL_URL', url('smtp', 'smtps'), { optional: true, secret: true, say: 'The mail server, such as smtps://user:password@smtp.example.com:465, which mail leaves through, unless an organisation has a server of its own; without one mails wait, or go to MAIL_FOLDER.' }),
  mailFrom: variable('MAIL_FROM', mailbox, { fallback: 'Tessera <no-reply@localhost.localdomain>', say: 'Who mails are from.' }),
  mailDkimKey: variable('MAIL_DKIM_KEY', rsaKey, { optional: true, secret: true, say: 'The key that mails from MAIL_FROM are signed with (DKIM); the worker logs what to publish in the DNS. Without one they are not signed.' }),
  mailDkimSelector: variable('MAIL_DKIM_SELECTOR', dnsLabel, { fallback: 'tessera', say: 'Under which name the public half of MAIL_DKIM_KEY stands in the DNS; a new key gets a new one.' }),
  mailFolder: variable('MAIL_FOLDER', text, { optional: true, say: 'A folder that mails are written to instead of being sent, for development; refused in production. They are read at /dev/mail.' }),
  mailFolderOpen: variable('MAIL_FOLDER_OPEN', flag, { fallback: 'false', say: 'Whether /dev/mail may be read from other machines, too.' }),
  selfService: variable('SELF_SERVICE', flag, { fallback: 'true', say: 'Whether anybody may register and create an organisation; false leaves invitations as the only way in.' }),

  outboundHosts: variable('OUTBOUND_HOSTS', listOf(hostPort), { fallback: '', say: 'Hosts with port, such as localhost:4000, that may be reached although they are not public, for development; refused in production.' }),
  retentionDays: variable('RETENTION_DAYS', retentionDays, { fallback: 'personal=90,sensitive=30,financial=3650', say: 'For how many days deleted records keep what they hold about people, by class; then it is erased for good.' }),

  webRoot: variable('WEB_ROOT', text, { optional: true, say: 'The folder of the built web application, served at /; empty serves none.' }),
  demoMode: variable('DEMO_MODE', flag, { fallback: 'false', say: 'Allows the demo world to be seeded; refused in production.' }),
  modules: variable('MODULES', listOf(name), { fallback: '', say: 'The product modules this process serves, such as identity,sales; empty serves all.' }),
  queues: variable('QUEUES', listOf(name), { fallback: '', say: 'The queues this worker works on; empty works on all.' }),

  trustedProxies: variable('TRUSTED_PROXIES', listOf(network), { fallback: '', say: 'The proxies whose X-Forwarded-* and X-Request-Id headers are believed; empty believes nobody.' }),
  corsOrigins: variable('CORS_ORIGINS', listOf(origin), { fallback: '', say: 'Other origins whose pages may call the API from a browser.' }),
  rateLimits: variable('RATE_LIMITS', rateLimits, { fallback: 'organization=12000,actor=3000,address=1200', say: 'Requests per minute: of one organisation, of one person or key, and of one address that has not signed in.' }),

  logLevel: variable('LOG_LEVEL', oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'), { fallback: 'info', say: 'The least serious thing that is logged.' }),
  logPretty: variable('LOG_PRETTY', flag, { fallback: 'false', say: 'Logs for the eye instead of JSON lines.' }),
  otelEndpoint: variable('OTEL_EXPORTER_OTLP_ENDPOINT', url('http', 'https'), { optional: true, say: 'Where traces go (OTLP over HTTP); empty sends none.' }),
};
