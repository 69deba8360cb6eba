import { loadConfig } from '#platform/config/config.js';
import { gracefulStop } from '#platform/health/graceful-stop.js';
import { apiLog, createApi } from './create-api.js';

async function main(): Promise<void> {
  const config = loadConfig();
  const log = apiLog(config);
  const app = await createApi(config, { log });
  gracefulStop(app, { log, noticeMs: config.stopNoticeMs });
  await app.listen({ port: config.port, host: config.host });
  log.info({ address: await app.getUrl(), startedInMs: Math.round(performance.now()) }, 'The API is up');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
