import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { factsText } from './explain/facts.js';
import { permissionsText } from './explain/permissions.js';
import { policiesText } from './explain/policies.js';
import { Registry } from '#kernel/resource/registry.js';
import { loadConfig, type Config } from '#platform/config/config.js';
import { openApiText } from '#platform/docs/openapi.js';
import { createApi } from '../api/create-api.js';
import { routesText, watchingRoutes } from './served-routes.js';
import { templateRights } from './template-rights.js';

export const SNAPSHOTS = 'test/snapshots';
/** What would differ from one machine to the next. */
const EVERYWHERE = { NODE_ENV: 'test', PUBLIC_URL: 'https://crm.example.com', WEB_ROOT: '', MODULES: '', CORS_ORIGINS: '', METRICS_PORT: '0', LOG_LEVEL: 'silent', OTEL_EXPORTER_OTLP_ENDPOINT: '' };

/** All that is derived, as texts that a human reads in the change that made it. */
export async function snapshots(environment: NodeJS.ProcessEnv): Promise<Record<string, string>> {
  const config = loadConfig({ ...environment, ...EVERYWHERE });
  const { result: app, served } = await watchingRoutes(() => createApi(config));
  try {
    const registry = app.get(Registry);
    return {
      'openapi.json': `${JSON.stringify(JSON.parse(openApiText(app, config)()), null, 1)}\n`,
      'policies.txt': `${await policiesOf(config)}\n`,
      'permissions.txt': `${permissionsText(registry, templateRights(registry))}\n`,
      'facts.txt': `${factsText(registry)}\n`,
      'routes.txt': `${routesText(app, served)}\n`,
    };
  } finally {
    await app.close();
  }
}

export async function snapshotCommand(root: string): Promise<void> {
  const folder = join(root, SNAPSHOTS);
  mkdirSync(folder, { recursive: true });
  const texts = Object.entries(await snapshots(process.env));
  for (const [file, text] of texts) writeFileSync(join(folder, file), text);
  console.log(`Written to ${SNAPSHOTS}; read the difference before you commit: ${texts.map(([file]) => file).join(', ')}.`);
}

async function policiesOf(config: Config): Promise<string> {
  const client = new pg.Client({ connectionString: config.needed('databaseUrl') });
  await client.connect();
  try {
    return await policiesText(client);
  } finally {
    await client.end();
  }
}
