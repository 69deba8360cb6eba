import { Controller, Get, Res } from '@nestjs/common';
import { ApiExtension, ApiHeader, ApiOkResponse, ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { InOrganization } from '#kernel/gate/route.js';
import { Meta } from './meta.js';

const line = (maxLength: number) => ({ type: 'string', maxLength }) as const;
const list = (item: object) => ({ type: 'array', maxItems: 1_000, items: item });
const META = {
  type: 'object',
  required: ['language', 'menu', 'operators', 'resources'],
  properties: {
    language: line(35),
    menu: list({ type: 'object', required: ['module', 'label', 'resources'], properties: { module: line(60), label: line(200), resources: list(line(60)) } }),
    operators: { type: 'object', description: 'By type of field: what its values can be compared by.', maxProperties: 100, additionalProperties: list({ type: 'object', properties: { name: line(40), say: line(200), takes: { type: 'string', enum: ['one', 'many', 'nothing'] } } }) },
    resources: list({ type: 'object', description: 'A noun: its label, its fields, and what you may do with its records.', required: ['name', 'label', 'path', 'may', 'fields', 'actions'], properties: { name: line(60), label: line(200), path: line(200), place: { type: 'string', enum: ['settings', 'beside'], description: 'Found among the settings, or only beside the records that it is about.' }, may: list(line(60)), fields: list({ type: 'object', maxProperties: 60 }), actions: list({ type: 'object', maxProperties: 10 }) } }),
  },
};

@Controller({ version: '1' })
@InOrganization()
export class MetaRoutes {
  constructor(private readonly described: Meta) {}

  @Get('meta')
  @ApiOperation({ tags: ['system'], summary: 'What you may see and do', description: 'The nouns, fields, choices and actions that you have, in your language. Whatever your roles hide is not in it.' })
  @ApiExtension('x-permission', { resource: '*', action: 'any' })
  @ApiHeader({ name: 'If-None-Match', description: 'The ETag you have: when it is still right, the answer is 304 without a body.', schema: line(1_000) })
  @ApiOkResponse({ description: 'Everything that screens are drawn from.', headers: { ETag: { $ref: '#/components/headers/ETag' } as never }, content: { 'application/json': { schema: META as never } } })
  @ApiResponse({ status: 304, description: 'Nothing has changed.' })
  async read(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { text, etag } = await this.described.read();
    void reply.headers({ 'content-type': 'application/json; charset=utf-8', etag, 'cache-control': 'private, no-cache', vary: 'Authorization' });
    return text;
  }
}
