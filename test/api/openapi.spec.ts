import { execFile } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { FastifyInstance } from 'fastify';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsEmail, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { isWritable } from '#kernel/resource/tenant-row.js';
import { inputSchema } from '#platform/docs/input-schema.js';
import { describeNouns } from '#platform/docs/noun-paths.js';
import { TwoTenants } from '#test/worlds/two-tenants.js';
import { productRegistry } from '../../apps/product.js';
import { manyNouns } from './many-nouns.js';

interface Operation {
  operationId: string;
  tags: string[];
  parameters?: { $ref?: string; name?: string }[];
  requestBody?: object;
  responses: Record<string, object>;
  'x-permission'?: { resource: string; action: string };
  'x-admits': string;
}
interface Shared {
  example?: unknown;
  content?: Record<string, { example?: unknown }>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, Record<string, unknown>>>;
}

/** Served without a place in the document, each for its reason. */
const NOT_DESCRIBED = [
  'GET /api/openapi.json', // the document itself
  'GET /api/docs', 'GET /api/docs/oauth2-redirect.html', 'GET /api/docs/oauth2-redirect.js', 'GET /api/docs/start.js', 'GET /api/docs/swagger-ui.css', 'GET /api/docs/swagger-ui-bundle.js',
  'GET /api/redoc', 'GET /api/redoc/start.js', 'GET /api/redoc/redoc.standalone.js',
];
const root = join(import.meta.dirname, '../../..');
const run = promisify(execFile);

let world: TwoTenants;
let document: Document;
let folder: string;
const served: string[] = [];

/** Whatever is registered with Fastify, by whomever. */
function watchRoutes(message: unknown): void {
  (message as { fastify: FastifyInstance }).fastify.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) served.push(`${each} ${url.replace(/\/$/, '').replaceAll(/:(\w+)/g, '{$1}')}`);
  });
}

beforeAll(async () => {
  subscribe('fastify.initialization', watchRoutes);
  world = await TwoTenants.create({ PUBLIC_URL: 'https://crm.tessera.test' });
  const answer = await world.as('A', 'anon').get('/api/openapi.json');
  document = answer.json();
  folder = mkdtempSync(join(tmpdir(), 'openapi-'));
  writeFileSync(join(folder, 'openapi.json'), answer.body);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await world.close();
});

function resolved<T>(part: { $ref?: string }): T {
  if (!part.$ref) return part as T;
  const [, , kind, name] = part.$ref.split('/');
  return document.components[kind!]![name!] as T;
}

describe('Inventory', () => {
  it('S40 the document holds what is served, and what is served stands in the document', () => {
    const described = Object.entries(document.paths).flatMap(([path, operations]) => Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`));
    const api = served.filter((route) => / \/api(\/|$)/.test(route));
    const withoutHead = api.filter((route) => !(route.startsWith('HEAD ') && api.includes(route.replace('HEAD', 'GET'))));
    expect(described.length).toBeGreaterThan(40);
    expect(withoutHead.filter((route) => !NOT_DESCRIBED.includes(route)).sort()).toEqual(described.sort());
    expect(NOT_DESCRIBED.filter((route) => !api.includes(route))).toEqual([]);
  });

  it('names each operation once, with its module, its permission and whom it admits', () => {
    const operations = Object.entries(document.paths).flatMap(([path, methods]) => Object.values(methods).map((operation) => ({ path, ...operation })));
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const operation of operations) {
      const { operationId, responses, 'x-permission': permission, 'x-admits': admits } = operation;
      expect([operationId, admits]).toEqual([operationId, expect.stringMatching(/^(anyone|signed-in|members|operators)$/)]);
      if (admits === 'members') expect([operationId, permission]).toEqual([operationId, { resource: expect.any(String), action: expect.any(String) }]);
      for (const status of ['400', '429', '500', '503', 'default', ...(admits === 'anyone' ? [] : ['401', '403'])]) expect([operationId, Object.keys(responses)]).toEqual([operationId, expect.arrayContaining([status])]);
    }
    expect(document.paths['/api/v1/sales/contacts/{id}']!.patch).toMatchObject({ operationId: 'contact_update', tags: ['sales'], 'x-permission': { resource: 'contact', action: 'update' } });
    expect(Object.keys(document.paths['/api/v1/sales/contacts/{id}']!.patch!.responses)).toEqual(expect.arrayContaining(['200', '404', '409', '412', '413', '415']));
  });
});

describe('What is described', () => {
  it('has an example of every field that the field itself takes', () => {
    for (const { name, fields } of productRegistry().resources) {
      for (const field of [...fields.values()].filter(isWritable)) {
        const complaints: string[] = [];
        field.type.accept(field.type.example(field, 1), field, (_rule, say) => void complaints.push(say) as undefined);
        expect([name, field.name, complaints]).toEqual([name, field.name, []]);
      }
    }
  });

  it('names every parameter of a list, and the operators that each field knows', () => {
    const parameters = document.paths['/api/v1/sales/contacts']!.get!.parameters!.map((part) => resolved<{ name: string; schema: { $ref?: string } }>(part));
    const names = parameters.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['filter[stage]', 'filter[companyId]', 'filter[createdAt]', 'sort', 'fields', 'include', 'limit', 'after', 'q', 'count', 'deleted']));
    const tags = resolved<{ properties: object }>(parameters.find(({ name }) => name === 'filter[tags]')!.schema);
    expect(Object.keys(tags.properties)).toEqual(['has', 'hasAny', 'hasNone', 'empty', 'filled']);
  });

  it('is what the API does: examples are taken, and each described parameter too', async () => {
    const owner = world.as('A', 'owner');
    for (const [name, path] of [['Contact', 'contacts'], ['Company', 'companies']] as const) {
      const schema = document.components.schemas![`${name}Create`] as { required: string[]; examples: [Record<string, unknown>] };
      const [example] = schema.examples;
      const withoutLinks = Object.fromEntries(Object.entries(example).filter(([field]) => !field.endsWith('Id')));
      const made = await owner.post(`/api/v1/sales/${path}`, withoutLinks);
      expect(made.statusCode === 201 ? 'made' : made.body).toBe('made');
      const least = Object.fromEntries(schema.required.map((field) => [field, example[field]]));
      expect((await owner.post(`/api/v1/sales/${path}`, least)).statusCode).toBe(201);
      for (const field of schema.required) {
        const { [field]: _left, ...rest } = least;
        expect([field, (await owner.post(`/api/v1/sales/${path}`, rest)).statusCode]).toEqual([field, 400]);
      }
      const shown = Object.keys((await owner.get(`/api/v1/sales/${path}/${made.json<{ id: string }>().id}`)).json<object>());
      expect(Object.keys((document.components.schemas![name] as { properties: object }).properties)).toEqual(expect.arrayContaining(shown));
    }
    for (const key of ['Sort', 'Fields', 'Include']) {
      const { items } = document.components.schemas![`Contact${key}`] as { items: { enum: string[] } };
      for (const value of items.enum) expect([key, value, (await owner.get(`/api/v1/sales/contacts?${key.toLowerCase()}=${value}`)).statusCode]).toEqual([key, value, 200]);
    }
  });

  it('says what an input class says, nested ones too', () => {
    expect(inputSchema(Merge)).toEqual({
      type: 'object',
      additionalProperties: false,
      required: ['losers', 'lines'],
      properties: {
        losers: { type: 'array', maxItems: 10, items: { type: 'string', format: 'uuid', maxLength: 36 } },
        note: { type: 'string', maxLength: 200 },
        lines: { type: 'array', items: { type: 'object', additionalProperties: false, required: ['email', 'count'], properties: { email: { type: 'string', format: 'email', maxLength: 254 }, count: { type: 'integer', format: 'int64', minimum: 1, maximum: 9 } } } },
      },
    });
  });

  it('is made within 300 ms for 80 nouns', () => {
    const registry = manyNouns();
    // The time of this process and not of the wall: other work on the machine is not ours.
    const times = Array.from({ length: 3 }, () => {
      const before = process.cpuUsage();
      JSON.stringify(describeNouns(registry.resources, registry));
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1_000;
    });
    expect(Object.keys(describeNouns(registry.resources, registry).paths).length).toBeGreaterThan(80 * 6);
    expect(Math.min(...times)).toBeLessThan(300);
  });
});

describe('Linters find no error', () => {
  const quiet = { cwd: root, env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' }, maxBuffer: 64 * 1024 * 1024 };
  const bin = (name: string): string => join(root, 'node_modules/.bin', name);
  type Failed = { stdout: string };

  it('redocly', async () => {
    const { stdout } = await run(bin('redocly'), ['lint', join(folder, 'openapi.json'), '--config', 'redocly.yaml', '--format', 'json', '--max-problems', '500'], quiet).catch((error: Failed) => error);
    const { totals, problems } = JSON.parse(stdout) as { totals: { errors: number; warnings: number }; problems: { message: string; severity: string; location: { pointer: string }[] }[] };
    expect(problems.map(({ severity, message, location }) => `${severity} ${message} at ${location[0]?.pointer}`)).toEqual([]);
    expect(totals.errors).toBe(0);
  }, 120_000);

  // Spectral puts what is shared in the place of each reference to it, and compiles a schema anew for each example that it meets:
  // three quarters of its time went to a few examples of problems, tens of thousands of times over. So the examples of shared
  // parameters and answers are held to their schemas once, where they stand, and the document to all rules without them.
  it('spectral, with the rules of OWASP', async () => {
    const examples = join(folder, 'examples.json');
    writeFileSync(examples, JSON.stringify({ extends: [['spectral:oas', 'off']], rules: { 'oas3-valid-media-example': 'error' } }));
    const shared = structuredClone({ ...document, paths: {} });
    const bare = structuredClone(document);
    for (const part of [...Object.values(bare.components.parameters!), ...Object.values(bare.components.responses!)] as Shared[]) {
      for (const holder of [part, ...Object.values(part.content ?? {})]) delete holder.example;
    }
    // A problem that lacks its status shows that the examples are read.
    shared.components.responses!.Broken = { description: 'Broken.', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' }, example: { title: 'Broken' } } } };
    const [all, broken] = await Promise.all([lint('bare.json', bare, '.spectral.yaml'), lint('shared.json', shared, examples)]);
    expect(all).toEqual([]);
    expect(broken.filter((each) => !each.includes('.Broken.'))).toEqual([]);
    expect(broken).not.toEqual([]);
  }, 180_000);

  async function lint(name: string, what: object, ruleset: string): Promise<string[]> {
    writeFileSync(join(folder, name), JSON.stringify(what));
    const { stdout } = await run(bin('spectral'), ['lint', join(folder, name), '--ruleset', ruleset, '--format', 'json', '--quiet'], quiet).catch((error: Failed) => error);
    const found = (JSON.parse(stdout) as { code: string; severity: number; message: string; path: string[] }[]).filter(({ severity }) => severity <= 1);
    return found.map(({ code, message, path }) => `${code}: ${message} at ${path.join('.')}`);
  }
});

class MergeLine {
  @IsEmail() email!: string;
  @IsInt() @Min(1) @Max(9) count!: number;
}

class Merge {
  @IsArray() @ArrayMaxSize(10) @IsUUID('7', { each: true }) losers!: string[];
  @IsOptional() @IsString() @MaxLength(200) note?: string;
  @IsArray() @ValidateNested({ each: true }) @Type(() => MergeLine) lines!: MergeLine[];
}
