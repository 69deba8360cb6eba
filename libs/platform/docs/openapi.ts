import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { routeGate } from '#kernel/gate/route.js';
import { Routes } from '#platform/edge/routes.js';

const PROBLEM = {
  type: 'object',
  description: 'RFC 9457 problem details.',
  required: ['type', 'title', 'status', 'detail', 'instance', 'requestId'],
  properties: {
    type: { type: 'string', format: 'uri', examples: ['urn:tessera:problem:invalid'] },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What is wrong and how to mend it.' },
    instance: { type: 'string' },
    requestId: { type: 'string', description: 'Tell it to support.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['at', 'rule', 'say'],
        properties: { at: { type: 'string', examples: ['contact.email'] }, rule: { type: 'string' }, say: { type: 'string' } },
      },
    },
  },
};
const ANY_PROBLEM = { description: 'Anything else is a problem.', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

type Schema = Record<string, unknown>;

/** OpenAPI 3.1 of every route. Made when it is first asked for: starting does not wait for it. */
export function openApiText(app: INestApplication, publicUrl: string): () => string {
  let text: string | undefined;
  return () => (text ??= JSON.stringify(describe(app, publicUrl)));
}

function describe(app: INestApplication, publicUrl: string): OpenAPIObject {
  const about = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Tessera')
    .setDescription('Every answer carries X-Request-Id and the RateLimit headers. A POST may be repeated safely with an Idempotency-Key.')
    .setVersion('1')
    .addServer(publicUrl)
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'accessToken')
    .addSecurityRequirements('accessToken')
    .build();
  const document = SwaggerModule.createDocument(app, about, { operationIdFactory: operationId });
  document.openapi = '3.1.0';
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Problem: PROBLEM as never } };
  const open = openOperations(app);
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS) {
      const operation = path[method];
      if (!operation) continue;
      operation.responses = { ...operation.responses, default: ANY_PROBLEM };
      if (open.has(operation.operationId?.replace(/_v\d+$/, '') ?? '')) operation.security = [];
    }
  }
  return withoutNullable(document) as OpenAPIObject;
}

/** Stable, for those who generate a client: controller and method, and from the second on the version. */
function operationId(controller: string, method: string, version?: string): string {
  const number = /\d+$/.exec(version ?? '1')?.[0];
  return number === '1' ? `${controller}_${method}` : `${controller}_${method}_v${number}`;
}

function openOperations(app: INestApplication): Set<string> {
  const open = app.get(Routes).all().filter(({ controller, handler }) => routeGate(controller, handler)?.admits === 'anyone');
  return new Set(open.map(({ controllerName, name }) => `${controllerName}_${name}`));
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
