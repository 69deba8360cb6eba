import { execFile } from 'node:child_process';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Controller, Get, Module } from '@nestjs/common';
import { Owner } from '#kernel/field/owner.js';
import { LongText } from '#kernel/field/long-text.js';
import { BelongsTo } from '#kernel/field/reference.js';
import { Text } from '#kernel/field/text.js';
import { Before, type Change } from '#kernel/pipeline/hooks.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants, type Grants } from '#kernel/resource/grants.js';
import { BootError, Registry } from '#kernel/resource/registry.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Action, declaredVerb } from '#kernel/resource/verb.js';
import { Member } from '#platform/identity/member.js';
import { FeatureModule } from '#platform/modules/feature-module.js';
import { startApi, testEnvironment } from '#test/edge/api.js';
import { TestDatabase } from '#test/worlds/database.js';
import { FEATURES, productRegistry } from '../../apps/product.js';
import type { BootCost } from './large-product.js';

const HERE = 'test/boot/boot.spec.ts';
const MOST_SECONDS = 3;
const MOST_MEGABYTES = 250;
/** On an idle machine, three seconds are seven times what it takes to load the TypeScript compiler. */
const MOST_COMPILERS = 7;

let database: TestDatabase;
beforeAll(async () => {
  database = await TestDatabase.create();
});
afterAll(() => database.drop());

describe('With 80 nouns of twenty fields the API', () => {
  it(`is up after ${MOST_SECONDS} s of work and takes at most ${MOST_MEGABYTES} MB`, async () => {
    const environment = { PATH: process.env.PATH, ...testEnvironment(database.environment) };
    let best: BootCost | undefined;
    // On an idle machine the clock tells, since helper threads work beside; on a busy one the processor time does. The least of a few counts.
    const secondsOf = ({ wallMs, cpuMs }: BootCost) => Math.min(wallMs, cpuMs) / 1_000;
    for (let run = 0; run < 4 && (!best || secondsOf(best) > MOST_SECONDS); run += 1) {
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'large-product.js')], { env: environment, timeout: 60_000 });
      // What a library thinks of the Node that we support has no place in the log.
      expect(stderr).not.toContain('Unsupported runtime');
      const cost = JSON.parse(stdout.trim().split('\n').at(-1)!) as BootCost;
      if (!best || secondsOf(cost) < secondsOf(best)) best = cost;
    }
    // Where others run beside, or the host of a virtual machine is busy, the same work takes longer: measured by other work of its kind.
    const crowded = loadavg()[0]! > 1;
    const most = crowded ? Math.max(MOST_SECONDS, MOST_COMPILERS * (await secondsToLoadCompiler())) : MOST_SECONDS;
    process.stderr.write(`Boot with 80 nouns${crowded ? ' on a crowded machine' : ''}: ${JSON.stringify(best)}\n`);
    expect(best).toMatchObject({ nouns: productRegistry().resources.length + 80, routes: true });
    expect(secondsOf(best!)).toBeLessThanOrEqual(most);
    expect(best!.rssMb).toBeLessThanOrEqual(MOST_MEGABYTES);
  }, 250_000);
});

/** A noun that is sound but for what a test changes. */
function soundNoun(byRole: Grants | null, options: { title?: string } = {}): new () => TenantRow {
  class Parcel extends TenantRow {
    @Text({ required: true, personal: 'none' }) name!: string;
    @Owner(() => Member) ownerId!: string | null;
  }
  Resource({ module: 'sales', label: 'Parcel', plural: 'parcels', title: 'name', icon: 'box', ...options })(Parcel);
  if (byRole) grants(Parcel, byRole);
  return Parcel;
}

function problemsOf(...nouns: (new () => TenantRow)[]): string[] {
  try {
    Registry.build([Member, ...nouns]);
  } catch (error) {
    return [...(error as BootError).problems];
  }
  return [];
}

describe('The boot stops with file and cure', () => {
  it('not at all when all is sound', () => {
    expect(problemsOf(soundNoun({ 'sales-rep': { read: 'own' } }))).toEqual([]);
  });

  it.each([
    ['nobody is granted anything', soundNoun(null), 'nobody is granted anything. Write grants(…) below the class, or grantsNobody(…) if you mean nobody.'],
    ['an unknown action', soundNoun({ 'sales-rep': { raed: 'all' } }), 'grants sales-rep the unknown action "raed". Did you mean "read"?'],
    ['an unknown field', soundNoun({ 'sales-rep': { read: ['nmae'] } }), 'grants sales-rep "read" on the unknown field "nmae". Did you mean "name"?'],
    ['an unknown title', soundNoun({}, { title: 'nam' }), 'its title "nam" is not one of its fields. Did you mean "name"?'],
  ])('%s', (_what, noun, message) => {
    expect(problemsOf(noun)).toEqual([`Parcel (${HERE}): ${message}`]);
  });

  it('own records of a noun without an owner', () => {
    class Bolt extends TenantRow {
      @Text({ personal: 'none' }) name!: string | null;
    }
    Resource({ module: 'sales', label: 'Bolt', plural: 'bolts', title: 'name', icon: 'box' })(Bolt);
    grants(Bolt, { 'sales-rep': { read: 'team' } });
    expect(problemsOf(Bolt)).toEqual([`Bolt (${HERE}): grants sales-rep "read" on team records, but nothing says whose a record is. Add an @Owner() field, or grant 'all'.`]);
  });

  it('long text without a decision about personal data, a reference to nowhere, and all problems at once', () => {
    class Nut extends TenantRow {
      @LongText() remark!: string | null;
      @BelongsTo(() => Nowhere) elsewhereId!: string | null;
    }
    Resource({ module: 'sales', label: 'Nut', plural: 'nuts', title: 'remark', icon: 'box' })(Nut);
    grants(Nut, {});
    expect(problemsOf(Nut, soundNoun(null))).toEqual([
      `Nut (${HERE}): "remark" may hold personal data and says nothing about it. Write personal: true, or personal: 'none' if it never does.`,
      `Nut (${HERE}): "elsewhereId" points at a noun that no module declares. Name that noun in the resources of its @FeatureModule.`,
      expect.stringContaining('nobody is granted anything'),
    ]);
  });

  it('a verb of an unknown noun, of a name that is taken, and two of one name', () => {
    const parcel = soundNoun({});
    @Action(parcel, 'get', { say: 'Get' }) class GetParcel {}
    @Action(parcel, 'send', { say: 'Send' }) class SendParcel {}
    @Action(parcel, 'send', { say: 'Send' }) class PostParcel {}
    @Action(Nowhere, 'send', { say: 'Send' }) class SendNowhere {}
    const build = (): Registry => Registry.build([Member, parcel], [GetParcel, SendParcel, PostParcel, SendNowhere].map(declaredVerb));
    expect(build).toThrow(`GetParcel (${HERE}): a verb cannot be called "get". Use small letters and hyphens, and none of read, create,`);
    expect(build).toThrow(`SendParcel (${HERE}): PostParcel (${HERE}) is called "send" too.`);
    expect(build).toThrow(`SendNowhere (${HERE}): is a verb of Nowhere, which no module declares. Name that noun in the resources of its @FeatureModule.`);
  });

  it.each([
    ['a hook that no module provides', () => ({ product: 'sales', resources: [Wheel] }), `WheelRules (${HERE}): no module provides it. Name it in the actions of its @FeatureModule if it is a verb, and else in the providers.`],
    ['a route that nobody has marked', () => ({ product: 'sales', imports: [UnmarkedModule] }), "UnmarkedController.open (GET)\nWrite @InOrganization(), @SignedIn() or @Anyone('why it is open') above the method or its class."],
  ])('%s', async (_what, feature, message) => {
    class BrokenModule {}
    FeatureModule(feature())(BrokenModule);
    FEATURES.push(BrokenModule);
    try {
      await expect(startApi(database, {}, {}, [])).rejects.toThrow(message);
    } finally {
      FEATURES.pop();
    }
  });
});

class Nowhere extends TenantRow {}

class Wheel extends TenantRow {
  @Text({ personal: 'none' }) name!: string | null;
}
Resource({ module: 'sales', label: 'Wheel', plural: 'wheels', title: 'name', icon: 'box' })(Wheel);
grants(Wheel, {});

/** Declared, and provided by no module. */
export class WheelRules {
  @Before(Wheel)
  check(_changes: Change[]): void {}
}
@Controller('unmarked')
class UnmarkedController {
  @Get() open(): void {}
}

@Module({ controllers: [UnmarkedController] })
class UnmarkedModule {}

async function secondsToLoadCompiler(): Promise<number> {
  const script = "await import('typescript'); const { user, system } = process.cpuUsage(); console.log((user + system) / 1e6);";
  const taken = [];
  for (let run = 0; run < 3; run += 1) taken.push(Number((await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script])).stdout));
  return Math.min(...taken);
}
