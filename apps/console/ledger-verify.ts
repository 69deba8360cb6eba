import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { anonymousScope, runInScope } from '#kernel/tenancy/scope.js';
import { TenancyModule } from '#kernel/tenancy/tenancy.module.js';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import { isUuid, uuidv7 } from '#kernel/tenancy/uuid.js';
import type { Config } from '#platform/config/config.js';
import { tenancyOptions } from '#platform/config/tenancy-options.js';
import { ChainCheck, type Checked } from '#platform/ledger/chain-check.js';
import type { Link } from '#platform/ledger/chain.query.js';
import { firstIdFrom } from '#platform/ledger/id-time.js';
import { organizationsNamed } from '#platform/organizations/organization.query.js';

const USAGE = 'npm run ledger:verify [-- --organization <slug or id>] [--from 2026-03] [--noted <file>]';

@Module({})
class VerifyModule {
  static forRoot(config: Config): DynamicModule {
    return { module: VerifyModule, imports: [TenancyModule.forRoot(tenancyOptions(config))], providers: [ChainCheck] };
  }
}

/** Walks every chain and says what is wrong with it. What it prints is worth keeping elsewhere: `--noted` compares with it. */
export async function ledgerVerifyCommand(config: Config, rest: string[], print: (line: string) => void = console.log): Promise<void> {
  const { organization, from, noted: file } = parseArgs({ args: rest, options: { organization: { type: 'string' }, from: { type: 'string' }, noted: { type: 'string' } } }).values;
  if (from !== undefined && !/^\d{4}-(0[1-9]|1[0-2])$/.test(from)) throw new Error(`--from takes the first month that is still there, such as 2026-03.\n${USAGE}`);
  const setAside = from && firstIdFrom(new Date(`${from}-01T00:00:00Z`));
  const noted = file === undefined ? new Map<string, Link[]>() : notedIn(readFileSync(file, 'utf8'));
  const app = await NestFactory.createApplicationContext(VerifyModule.forRoot(config), { logger: ['error', 'warn'], abortOnError: false });
  let faults = 0;
  try {
    await runInScope(anonymousScope(uuidv7()), async () => {
      const named = organization === undefined ? {} : isUuid(organization) ? { id: organization } : { slug: organization };
      const found = await app.get(PlatformDatabase).query<{ id: string; slug: string }>(organizationsNamed(named));
      if (organization !== undefined && found.length === 0) throw new Error(`There is no organisation "${organization}".`);
      for (const { id, slug } of found) {
        const checked = await app.get(ChainCheck).check(id, { setAside, noted: noted.get(id) });
        faults += checked.faults.length;
        for (const line of linesFor(slug, id, checked)) print(line);
      }
    });
  } finally {
    await app.close();
  }
  if (faults > 0) throw new Error(`The ledger is not what it was: ${faults === 1 ? 'one fault' : `${faults} faults`}, named above.`);
}

function linesFor(slug: string, id: string, { faults, head, entries }: Checked): string[] {
  if (faults.length) return faults.map(({ entryId, say }) => `${slug}: ${entryId ? `entry ${entryId}: ` : ''}${say}.`);
  const waiting = entries.waiting ? `; ${entries.waiting} entries wait for their link since ${entries.since!.toISOString()}` : '';
  return [`${slug}: sound${waiting}. Head ${id}:${head.number}:${head.digest.toString('hex')}`];
}

/** The heads in what an earlier run has printed. */
function notedIn(text: string): Map<string, Link[]> {
  const noted = new Map<string, Link[]>();
  for (const [, id, number, digest] of text.matchAll(/([0-9a-f-]{36}):(\d+):([0-9a-f]{64})/g)) noted.set(id!, [...(noted.get(id!) ?? []), { number: number!, digest: Buffer.from(digest!, 'hex') }]);
  return noted;
}
