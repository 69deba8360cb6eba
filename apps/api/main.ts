import { loadConfig } from '#platform/config/config.js';
import { createApi } from './create-api.js';

async function main(): Promise<void> {
  const config = loadConfig();
  const app = await createApi(config);
  // Graceful stop, metrics and traces are started here, around the listening.
  await app.listen({ port: config.port, host: config.host });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
