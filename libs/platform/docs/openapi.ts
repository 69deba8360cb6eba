import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { getMetadataStorage } from 'class-validator';
import { routeGate, type RouteGate } from '#kernel/gate/route.js';
import { sentence } from '#kernel/resource/names.js';
import { Registry } from '#kernel/resource/registry.js';
import { Served } from '#kernel/resource/served.js';
import type { Config } from '#platform/config/config.js';
import { Routes } from '#platform/edge/routes.js';
import { accessCookie, OWN_PAGE_HEADER } from '#platform/identity/credentials.js';
import { SCOPES_IN_WORDS } from '#platform/identity/oauth/scopes.js';
import { edgeComponents, withEdge, type Operation } from './answers.js';
import { inputSchema, type InputClass } from './input-schema.js';
import { describeNouns } from './noun-paths.js';

type Schema = { [key: string]: unknown };
type Schemas = { [name: string]: Schema & { properties?: { [name: string]: Schema } } };
type Paths = { [path: string]: { [method: string]: Operation } };

const ENVIRONMENTS = { production: 'Production', development: 'Local development', test: 'Test' } as const;

/** OpenAPI 3.1 of every route. Made when it is first asked for: starting does not wait for it. */
export function openApiText(app: INestApplication, config: Config): () => string {
  let text: string | undefined;
  return () => (text ??= JSON.stringify(describe(app, config)));
}

/** The hand-written controllers, as Nest sees them, and the generated ones, as they follow from the nouns. */
function describe(app: INestApplication, config: Config): Schema {
  const written = withoutNullable(SwaggerModule.createDocument(app, about(config), { operationIdFactory: operationId, autoTagControllers: false })) as OpenAPIObject & { paths: Paths; components: Schema };
  const generated = describeNouns(app.get(Served).nouns, app.get(Registry));
  const edge = edgeComponents();
  const admits = gates(app);
  const all = { ...written.paths, ...generated.paths } as unknown as Paths;
  const paths = Object.fromEntries(
    Object.entries(all).map(([path, operations]) => {
      const complete = Object.entries(operations).map(([method, operation]) => [method, withEdge(operation, path, method, admits.get(operation.operationId.replace(/_v\d+$/, '')) ?? 'members')] as const);
      return [path, Object.fromEntries(complete)];
    }),
  );
  return {
    ...written,
    openapi: '3.1.0',
    tags: tagsOf(paths),
    paths,
    components: {
      ...written.components,
      schemas: { ...(written.components.schemas as Schema), ...inputs(app, written.components.schemas as Schemas), ...generated.schemas, ...edge.schemas },
      parameters: { ...generated.parameters, ...edge.parameters },
      responses: edge.responses,
      headers: edge.headers,
    },
  };
}

function about({ publicUrl, nodeEnv }: Config): Omit<OpenAPIObject, 'paths'> {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Tessera')
    .setDescription('Every answer carries X-Request-Id and the RateLimit headers. A POST may be repeated safely with an Idempotency-Key.')
    .setVersion('1')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .setContact('Tessera', publicUrl, '')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'A short-lived access token, signed and checked as RFC8725 asks.' }, 'accessToken')
    .addCookieAuth(accessCookie(publicUrl), { type: 'apiKey', in: 'cookie', description: `For pages of our own: the access token, where no script can read it. Whatever changes something also carries the header ${OWN_PAGE_HEADER}.` }, 'session')
    .addOAuth2({ type: 'oauth2', description: `Access tokens are opaque; id tokens are signed and checked as RFC8725 asks. ${SCOPES_IN_WORDS}`, flows: { authorizationCode: { authorizationUrl: `${publicUrl}/oauth/authorize`, tokenUrl: `${publicUrl}/oauth/token`, refreshUrl: `${publicUrl}/oauth/token`, scopes: { read: 'Read all records that the member may read.', write: 'Create and change all records that the member may change.' } } } }, 'oauth')
    .addSecurityRequirements('accessToken')
    .addSecurityRequirements('session')
    .addSecurityRequirements('oauth')
    .build();
  const { email: _none, ...contact } = builder.info.contact ?? {};
  const server = { url: publicUrl, description: ENVIRONMENTS[nodeEnv], 'x-internal': false };
  return { ...builder, info: { ...builder.info, contact }, servers: [server as never] };
}

/** Stable, for those who generate a client: `system_search`, and from the second version on `system_search_v2`. */
function operationId(controller: string, method: string, version?: string): string {
  const name = controller.replace(/(Controller|Routes)$/, '');
  const number = /\d+$/.exec(version ?? '1')?.[0];
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}_${method}${number === '1' ? '' : `_v${number}`}`;
}

function gates(app: INestApplication): ReadonlyMap<string, RouteGate['admits']> {
  return new Map(app.get(Routes).all().map(({ controller, controllerName, name, handler }) => [operationId(controllerName, name), routeGate(controller, handler)?.admits ?? 'members']));
}

/** The bodies of hand-written routes: what they are validated with, and what their authors say beside it. */
function inputs(app: INestApplication, written: Schemas): Schemas {
  const classes = app.get(Routes).all().flatMap(({ controller, name }) => (Reflect.getMetadata('design:paramtypes', (controller as InputClass).prototype as object, name) as InputClass[] | undefined) ?? []);
  const validated = classes.filter((input) => typeof input === 'function' && getMetadataStorage().getTargetValidationMetadatas(input, '', false, false).length > 0);
  return Object.fromEntries(
    validated.map((input) => {
      const schema = inputSchema(input) as Schemas[string];
      const said = written[input.name]?.properties ?? {};
      return [input.name, { ...schema, properties: Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, rules]) => [name, { ...rules, ...said[name] }])) }];
    }),
  );
}

function tagsOf(paths: Paths): Schema[] {
  const names = new Set(Object.values(paths).flatMap((operations) => Object.values(operations).flatMap(({ tags }) => tags ?? [])));
  return [...names].sort().map((name) => ({ name, description: name === 'system' ? 'What concerns all nouns together.' : `${sentence(name.replaceAll('-', '_'))}: its records and what can be done with them.` }));
}

/** 3.1 says `type: [string, null]` where 3.0 said `nullable: true`. */
function withoutNullable(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutNullable);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, ...schema } = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withoutNullable(value)])) as Schema;
  if (nullable !== true) return nullable === undefined || nullable === false ? schema : { ...schema, nullable };
  if (typeof schema.type === 'string') return { ...schema, type: [schema.type, 'null'] };
  return { anyOf: [schema, { type: 'null' }] };
}
