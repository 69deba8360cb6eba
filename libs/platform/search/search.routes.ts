import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExtension, ApiOkResponse, ApiOperation, ApiQuery } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isStorable } from '#kernel/field/text.js';
import { Gate } from '#kernel/gate/gate.js';
import { InOrganization } from '#kernel/gate/route.js';
import { Invalid, type FieldError } from '#kernel/pipeline/problem.js';
import { searchableFields, SearchDoor } from '#kernel/pipeline/search.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { didYouMean } from '#kernel/resource/names.js';

const JSON_TYPE = 'application/json; charset=utf-8';
const LONGEST_SEARCH = 200;
const MOST_FOUND = 50;
const DEFAULT_FOUND = 20;
const KNOWN = ['q', 'resources', 'limit'];

const line = (maxLength: number) => ({ type: 'string', maxLength }) as const;
const HIT = {
  type: 'object',
  required: ['resource', 'id'],
  properties: { resource: line(60), id: { type: 'string', format: 'uuid', maxLength: 36 }, title: line(20_000), field: { ...line(60), description: 'Where the words were found.' }, snippet: line(200) },
} as const;

/** What is asked of all nouns together. */
@Controller({ version: '1' })
@InOrganization()
export class SearchRoutes {
  constructor(
    private readonly searching: SearchDoor,
    private readonly gate: Gate,
    private readonly nouns: Nouns,
  ) {}

  @Get('search')
  @ApiOperation({ tags: ['system'], summary: 'Search everything', description: 'Records of all nouns that you may read, best first. Words may be misspelt or unfinished, telephone numbers and domains in any format.' })
  @ApiExtension('x-permission', { resource: '*', action: 'read' })
  @ApiQuery({ name: 'q', required: true, description: 'What to look for.', schema: { ...line(LONGEST_SEARCH), minLength: 1 }, example: 'acme' })
  @ApiQuery({ name: 'resources', required: false, description: 'Only these nouns, separated by commas.', schema: line(2_000), example: 'contact,company' })
  @ApiQuery({ name: 'limit', required: false, description: 'How many to find at most.', schema: { type: 'integer', format: 'int32', minimum: 1, maximum: MOST_FOUND, default: DEFAULT_FOUND } })
  @ApiOkResponse({ description: 'What was found.', content: { 'application/json': { schema: { type: 'object', required: ['data'], properties: { data: { type: 'array', maxItems: MOST_FOUND, items: HIT as never } } } } } })
  async search(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { q, resources, limit } = await this.asked(request.query as { [name: string]: string });
    void reply.header('content-type', JSON_TYPE);
    return this.searching.search(q, { resources, limit });
  }

  private async asked(query: { [name: string]: string }): Promise<{ q: string; resources?: string[]; limit: number }> {
    const errors: FieldError[] = [];
    const { q = '', resources, limit = String(DEFAULT_FOUND) } = query;
    for (const name of Object.keys(query)) if (!KNOWN.includes(name)) errors.push({ at: name.slice(0, 60), rule: 'unknown', say: `Is not a parameter of this address.${didYouMean(name.slice(0, 60), KNOWN)}` });
    if (!q.trim() || q.length > LONGEST_SEARCH || !isStorable(q)) errors.push({ at: 'q', rule: 'length', say: `Say what to look for, in 1 to ${LONGEST_SEARCH} characters of text.` });
    if (!/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > MOST_FOUND) errors.push({ at: 'limit', rule: 'range', say: `Must be a whole number from 1 to ${MOST_FOUND}.` });
    const wanted = resources ? resources.split(',') : undefined;
    if (wanted) errors.push(...(await this.unsearchable(wanted)));
    if (errors.length) throw new Invalid(errors);
    return { q: q.trim(), resources: wanted, limit: Number(limit) };
  }

  /** Nouns that are not there and nouns that the actor may not search are refused alike. */
  private async unsearchable(wanted: readonly string[]): Promise<FieldError[]> {
    const ability = await this.gate.ability();
    const known = (await this.nouns.here()).resources.filter((resource) => ability.of(resource).may('read') && searchableFields(resource, ability).length).map(({ name }) => name);
    return wanted.filter((name) => !known.includes(name)).map((name) => ({ at: 'resources', rule: 'resource', say: `There is no "${name.slice(0, 60)}" that you may search.${didYouMean(name.slice(0, 60), known)}` }));
  }
}
