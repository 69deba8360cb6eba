import { Body, Controller, Delete, Get, Header, HttpCode, Module, Param, Patch, Post, Query, Req, Res, type ModuleMetadata } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Type } from 'class-transformer';
import { IsArray, IsEmail, IsString, MaxLength, ValidateNested } from 'class-validator';
import pg from 'pg';
import type { FastifyInstance, FastifyReply, FastifyRequest, InjectOptions, LightMyRequestResponse } from 'fastify';
import { Anyone, InOrganization, SignedIn } from '#kernel/gate/route.js';
import { Conflict } from '#kernel/pipeline/problem.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { loadConfig, type Config } from '#platform/config/config.js';
import { variables } from '#platform/config/variables.js';
import { AccessTokens } from '#platform/identity/access-tokens.js';
import { organizationId, TestDatabase } from '#test/worlds/database.js';
import { createApi, type ApiOverrides } from '../../apps/api/create-api.js';

class Line {
  @IsString() @MaxLength(10) city!: string;
}

class Person {
  @IsEmail() email!: string;
  @IsString() @MaxLength(5) name!: string;
  @IsArray() @ValidateNested({ each: true }) @Type(() => Line) lines!: Line[];
}

/** What routes of the product do, in small. */
@Controller('probe')
export class ProbeController {
  effects = 0;
  gate: Promise<void> = Promise.resolve();

  constructor(private readonly tenancy: Tenancy) {}

  @Get('open') @Anyone('The test asks who is seen without a token.') open(): unknown {
    return { actor: currentScope().actor.kind };
  }

  @Get('me') @SignedIn() me(): unknown {
    const { actor, organizationId: organization, requestId } = currentScope();
    return { actor, organization, requestId };
  }

  @Get('member') @InOrganization() member(): unknown {
    return { organization: currentOrganizationId() };
  }

  @Get('query') @Anyone('The test sends parameters.') query(@Query() query: Record<string, string>): unknown {
    return query;
  }

  @Get('large') @Anyone('The test asks for compression.') large(): unknown {
    return { rows: Array.from({ length: 200 }, (_, n) => ({ n, name: `Person number ${n}` })) };
  }

  @Get('versioned') @Anyone('The test asks with If-None-Match.') @Header('etag', '"7"') versioned(): unknown {
    return { version: 7 };
  }

  @Get('fails/:how') @Anyone('The test asks for a failure.') fails(@Param('how') how: string): unknown {
    if (how === 'conflict') throw new Conflict('Taken.', [{ at: 'contact.email', rule: 'unique', say: 'Another contact has this address.' }]);
    if (how === 'secret') throw new Error('password=hunter2 at /srv/secret.ts');
    throw Object.assign(new Error('canceling statement due to statement timeout'), { code: how });
  }

  @Get('slow') @Anyone('The test waits too long.') async slow(): Promise<unknown> {
    await new Promise((resolve) => setTimeout(resolve, 600));
    return { late: true };
  }

  @Post('echo') @HttpCode(200) @Anyone('The test sends bodies.') echo(@Body() body: unknown): unknown {
    return { body: body ?? null, scope: currentScope().requestId };
  }

  @Post('person') @Anyone('The test sends wrong values.') person(@Body() person: Person): unknown {
    return person;
  }

  @Patch('person') @InOrganization() change(@Body() person: Person): unknown {
    return person;
  }

  @Delete('person') @InOrganization() @HttpCode(204) remove(): void {}

  /** Its effect is a row, so that a test can see whether it was undone. */
  @Post('effect') @InOrganization() async effect(@Body() body: { fail?: string; size?: number; nothing?: boolean }, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<unknown> {
    this.effects += 1;
    await this.tenancy.transaction((transaction) =>
      transaction.query({
        text: `INSERT INTO idempotency_key (organization_id, actor_id, key, method, path, fingerprint, status, body, created_at, expires_at)
               VALUES ($1, $1, $2, 'POST', 'effect', '', 200, '', now(), now() + interval '1 day')`,
        values: [currentOrganizationId(), uuidv7()],
      }),
    );
    await this.gate;
    if (body.fail === 'conflict') throw new Conflict('Taken.');
    if (body.fail === 'unexpected') throw new Error('secret detail');
    if (body.fail === 'lock') throw Object.assign(new Error('lock'), { code: '55P03' });
    void reply.header('location', `/made/${this.effects}`).header('etag', '"1"');
    if (body.nothing) return undefined;
    return { n: this.effects, at: request.id, filler: 'x'.repeat(body.size ?? 0) };
  }
}

@Module({ controllers: [ProbeController] })
export class ProbeModule {}

export const ORGANIZATION = organizationId(1);
export const OTHER_ORGANIZATION = organizationId(2);

export interface TestApi {
  app: NestFastifyApplication;
  fastify: FastifyInstance;
  config: Config;
  probe: ProbeController;
  tokens: AccessTokens;
  inject(options: InjectOptions): Promise<LightMyRequestResponse>;
  /** Makes the people who were asked for since the last time; inject() does it by itself. */
  settle(): Promise<void>;
  /** The Authorization header of a member of the organisation; each call is another person. */
  member(organization?: string): Record<string, string>;
  account(): Record<string, string>;
}

export function testEnvironment(environment: Record<string, string> = {}): Record<string, string> {
  const examples = Object.fromEntries(Object.values(variables).map(({ name, example }) => [name, example]));
  const { TEST_REDIS_URL: redis = examples.REDIS_URL!, SCOPE_SEAL_KEY: seal = examples.SCOPE_SEAL_KEY! } = process.env;
  return { ...examples, NODE_ENV: 'test', LOG_LEVEL: 'silent', REDIS_URL: redis, SCOPE_SEAL_KEY: seal, DATABASE_POOL: '4', ...environment };
}

export function testConfig(environment: Record<string, string> = {}): Config {
  return loadConfig(testEnvironment(environment));
}

export async function startApi(database: TestDatabase, environment: Record<string, string> = {}, overrides: ApiOverrides = {}, modules: NonNullable<ModuleMetadata['imports']> = [ProbeModule]): Promise<TestApi> {
  const config = testConfig({ RATE_LIMITS: 'organization=1000000,actor=1000000,address=1000000', ...database.environment, ...environment });
  const app = await createApi(config, { imports: modules, ...overrides });
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const tokens = app.get(AccessTokens);
  const awaited: Seat[] = [];
  const bearer = (organization?: string): Record<string, string> => {
    const seat = { account: uuidv7(), session: uuidv7(), organization, member: organization && uuidv7() };
    awaited.push(seat);
    return { authorization: `Bearer ${tokens.issue({ sub: seat.account, sid: seat.session, org: organization, mem: seat.member }).token}` };
  };
  let settled: Promise<void> = Promise.resolve();
  const settle = () => (settled = settled.then(() => settlePeople(database, awaited.splice(0))));
  return {
    app,
    fastify,
    config,
    probe: modules.includes(ProbeModule) ? app.get(ProbeController) : (undefined as never),
    tokens,
    settle,
    inject: async (options) => {
      await settle();
      return fastify.inject(options) as unknown as LightMyRequestResponse;
    },
    member: (organization = ORGANIZATION) => bearer(organization),
    account: () => bearer(),
  };
}

export interface Seat {
  account: string;
  session: string;
  organization?: string;
  member?: string;
}

/** What a token needs to be worth something: an account, a session, and the place in an organisation. */
export async function settlePeople(database: TestDatabase, seats: readonly Seat[]): Promise<void> {
  if (seats.length === 0) return;
  const administrator = new pg.Client({ connectionString: database.administratorUrl });
  await administrator.connect();
  try {
    for (const { account, session, organization = null, member = null } of seats) {
      if (organization) await administrator.query(`INSERT INTO organization (id, slug, name, country, currency, time_zone, language, modules) VALUES ($1::uuid, 'o-' || right($1::text, 12), 'Test', 'DE', 'EUR', 'UTC', 'en', '{}') ON CONFLICT DO NOTHING`, [organization]);
      await administrator.query(`INSERT INTO account (id, email, name) VALUES ($1::uuid, $1::text || '@test.test', 'Test')`, [account]);
      if (organization) await administrator.query('INSERT INTO membership (organization_id, account_id, member_id) VALUES ($1, $2, $3)', [organization, account, member]);
      await administrator.query(
        `INSERT INTO session (id, account_id, organization_id, member_id, methods, opened_at, proved_at, seen_at, idle_until, ends_at, place) VALUES ($1, $2, $3, $4, '{password}', now(), now(), now(), now() + interval '1 day', now() + interval '1 day', 'test')`,
        [session, account, organization, member],
      );
    }
  } finally {
    await administrator.end();
  }
}
