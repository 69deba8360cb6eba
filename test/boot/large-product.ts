// Run as a process of its own: starts the whole API with 80 nouns beside the product's, and says what that cost.
import type { Type } from '@nestjs/common';
import { Registry } from '#kernel/resource/registry.js';
import { FeatureModule } from '#platform/modules/feature-module.js';
import { loadConfig } from '#platform/config/config.js';
import { createApi } from '../../apps/api/create-api.js';
import { FEATURES } from '../../apps/product.js';
import { eightyNouns } from './eighty-nouns.js';

export interface BootCost {
  nouns: number;
  routes: boolean;
  cpuMs: number;
  wallMs: number;
  rssMb: number;
}

for (const [product, resources] of eightyNouns()) {
  const feature = class {};
  FeatureModule({ product, resources: resources as Type[] })(feature);
  FEATURES.push(feature);
}

const app = await createApi(loadConfig());
await app.listen(0, '127.0.0.1');
const { user, system } = process.cpuUsage();
const cost = { cpuMs: Math.round((user + system) / 1_000), wallMs: Math.round(performance.now()), rssMb: Math.round(process.memoryUsage.rss() / 1_048_576) };
const answer = await fetch(`${await app.getUrl()}/api/v1/projects/noun-79s`);
process.stdout.write(`${JSON.stringify({ nouns: app.get(Registry).resources.length, routes: answer.status === 401, ...cost })}\n`);
await app.close();
process.exit(0);
