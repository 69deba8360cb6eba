import { Controller, Get, Req, StreamableFile } from '@nestjs/common';
import { ApiExtension, ApiOperation, ApiProduces, ApiQuery, ApiResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CSV_TYPE } from '#kernel/derive/csv.js';
import { InOrganization } from '#kernel/gate/route.js';
import { Invalid } from '#kernel/pipeline/problem.js';
import { StepUp } from '#platform/identity/factors/step-up.js';
import { text, uuid } from '#platform/docs/parts.js';
import { AuditLog, type AuditEntry } from './audit-log.js';
import { auditQuery, LARGEST_PAGE } from './audit-query.js';
import type { Page } from './timeline.js';

const orNull = (schema: { type: string }) => ({ ...schema, type: [schema.type, 'null'] });
const RIGHT = { resource: 'member', action: 'audit' };
const ENTRY = {
  type: 'object',
  required: ['id', 'at', 'kind', 'subject', 'record', 'what', 'actor', 'request', 'reason', 'say', 'before', 'after', 'data'],
  properties: {
    id: uuid, at: { ...text(40), format: 'date-time' }, kind: { type: 'string', enum: ['change', 'fact'] }, subject: text(60), record: orNull(uuid), what: text(80),
    actor: { $ref: '#/components/schemas/Actor' }, request: orNull(text(200)), reason: orNull(text(2_000)), say: text(20_000),
    before: { type: ['object', 'null'], maxProperties: 1_000 }, after: { type: ['object', 'null'], maxProperties: 1_000 }, data: { type: ['object', 'null'], maxProperties: 1_000 },
  },
};

const FILTERS: [name: string, description: string, schema: object][] = [
  ['from', 'From this day or instant on.', text(40)],
  ['to', 'Before this day or instant.', text(40)],
  ['actor', 'Who did it: the id of a member, an API key or an application; "none" for machinery and whoever was not signed in.', text(36)],
  ['subject', 'Which noun it is about.', text(60)],
  ['record', 'Which record it is about.', uuid],
  ['kind', 'Changes of records, or facts.', { type: 'string', enum: ['change', 'fact'] }],
  ['what', 'insert, update, delete or names of facts, separated by commas.', text(4_000)],
  ['request', 'The id of the request that did it.', text(200)],
];

function Filtered(): MethodDecorator {
  return (target, key, descriptor) => {
    for (const [name, description, schema] of FILTERS) ApiQuery({ name, required: false, description, schema: schema as never })(target, key, descriptor);
  };
}

@Controller({ path: 'audit-log', version: '1' })
@InOrganization()
export class AuditController {
  constructor(private readonly log: AuditLog) {}

  @Get()
  @ApiOperation({ tags: ['system'], summary: 'Read the audit log', description: 'All that happened in the organisation, the newest first: changes of records, sign-ins, changes of rights and settings, exports, and who saw sensitive values. Of values only those that you may read. Needs the right `audit` on member.' })
  @ApiExtension('x-permission', RIGHT)
  @Filtered()
  @ApiQuery({ name: 'limit', required: false, description: 'How many entries a page holds.', schema: { type: 'integer', format: 'int32', minimum: 1, maximum: LARGEST_PAGE, default: 50 } })
  @ApiQuery({ name: 'after', required: false, description: '`page.next` of the page before.', schema: uuid })
  @ApiResponse({ status: 200, description: 'A page of the audit log.', schema: { type: 'object', required: ['data', 'page'], properties: { data: { type: 'array', maxItems: LARGEST_PAGE, items: ENTRY as never }, page: { $ref: '#/components/schemas/PageEnd' } } } })
  list(@Req() { query, headers }: FastifyRequest): Promise<Page<AuditEntry>> {
    return this.log.page(auditQuery(query as Record<string, string>), headers['accept-language']);
  }

  @Get('export')
  @StepUp('with-factor')
  @ApiOperation({ tags: ['system'], summary: 'Export the audit log', description: 'All that the filters find, 100,000 entries at most, as CSV or as one JSON object a line. The audit log keeps who exported it. Needs the right `audit` on member.' })
  @ApiExtension('x-permission', RIGHT)
  @Filtered()
  @ApiQuery({ name: 'format', required: false, description: 'csv, or ndjson for one JSON object a line.', schema: { type: 'string', enum: ['csv', 'ndjson'], default: 'csv' } })
  @ApiProduces('text/csv', 'application/x-ndjson')
  @ApiResponse({ status: 200, description: 'The file.', schema: text(2_147_483_647) })
  @ApiResponse({ status: 422 })
  async export(@Req() { query, headers }: FastifyRequest): Promise<StreamableFile> {
    const asked = query as Record<string, string>;
    const { format = 'csv' } = asked;
    if (format !== 'csv' && format !== 'ndjson') throw new Invalid([{ at: 'format', rule: 'choice', say: 'Must be csv or ndjson.' }]);
    const file = await this.log.export(auditQuery(asked, ['format']), format, headers['accept-language']);
    return new StreamableFile(file, { type: format === 'csv' ? CSV_TYPE : 'application/x-ndjson; charset=utf-8', disposition: `attachment; filename="audit-log.${format}"` });
  }
}
