import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBody, ApiExtension, ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { InOrganization } from '#kernel/gate/route.js';
import { Invalid, type FieldError } from '#kernel/pipeline/problem.js';
import { isUuid } from '#kernel/tenancy/uuid.js';
import { uuid } from '#platform/docs/parts.js';
import { PREVIEW, WHY } from './access-schemas.js';
import { Preview, type Previewed, type Wanted } from './preview.js';
import { Why } from './why.js';
import type { Explained } from './why-words.js';

const ASKED = {
  type: 'object',
  description: 'Either `role` and `rights`, or `member` and `roles`.',
  additionalProperties: false,
  properties: { role: uuid, rights: { type: 'array', maxItems: 2_000, items: { type: 'object', maxProperties: 8 } }, member: uuid, roles: { type: 'array', maxItems: 100, items: uuid } },
} as const;
const KNOWN = ['resource', 'id', 'action', 'member'];

/** What administrators ask about rights; nothing is changed by asking. */
@Controller('access')
@InOrganization()
export class QuestionsController {
  constructor(
    private readonly whys: Why,
    private readonly previews: Preview,
  ) {}

  @Get('why')
  @ApiOperation({ summary: 'Why may somebody do this, or not', description: 'About yourself, or about others if you administer roles. Tells the roles, the rules and which of them decided, whose the record is and which fields are hidden.' })
  @ApiExtension('x-permission', { resource: '*', action: 'any' })
  @ApiQuery({ name: 'resource', schema: { type: 'string', maxLength: 60 }, example: 'member' })
  @ApiQuery({ name: 'id', schema: uuid })
  @ApiQuery({ name: 'action', required: false, schema: { type: 'string', maxLength: 60, default: 'read' } })
  @ApiQuery({ name: 'member', required: false, description: 'You, unless another is named.', schema: uuid })
  @ApiResponse({ status: 200, description: 'The answer, as a sentence and as data.', schema: WHY as never })
  why(@Query() query: Record<string, string>): Promise<Explained> {
    const { resource = '', id = '', action = 'read', member } = query;
    const errors: FieldError[] = Object.keys(query).filter((name) => !KNOWN.includes(name)).map((name) => ({ at: name.slice(0, 60), rule: 'unknown', say: `Is not a parameter of this address: it knows ${KNOWN.join(', ')}.` }));
    if (!isUuid(id)) errors.push({ at: 'id', rule: 'type', say: 'Must be the id of a record, a lower-case uuid.' });
    if (member !== undefined && !isUuid(member)) errors.push({ at: 'member', rule: 'type', say: 'Must be the id of a member, a lower-case uuid.' });
    if (errors.length > 0) throw new Invalid(errors);
    return this.whys.answer({ resource: resource.slice(0, 60), id, action: action.slice(0, 60), member: member ?? null });
  }

  @Post('preview')
  @HttpCode(200)
  @ApiOperation({ summary: 'What would this change alter', description: 'Who would gain and lose which rights, fields and records, if a role had these rights or a member these roles. Nothing is written. Records are counted up to 10,000, and only those that you may see.' })
  @ApiExtension('x-permission', { resource: 'role', action: 'update' })
  @ApiBody({ schema: ASKED as never })
  @ApiResponse({ status: 200, description: 'What would be altered, or why you may not do it.', schema: PREVIEW as never })
  preview(@Body() body: unknown): Promise<Previewed> {
    return this.previews.of(wantedIn(body));
  }
}

function wantedIn(body: unknown): Wanted {
  const given = (typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {}) as { [key: string]: unknown };
  const keys = Object.keys(given).sort((a, b) => a.localeCompare(b)).join();
  if (keys === 'rights,role' && isUuid(given.role)) return { role: given.role, rights: given.rights };
  const { member, roles } = given;
  if (keys === 'member,roles' && isUuid(member) && Array.isArray(roles) && roles.length <= 100 && roles.every(isUuid)) return { member, roles };
  throw new Invalid([{ at: '', rule: 'type', say: 'Send { "role": id, "rights": [ … ] }, or { "member": id, "roles": [ ids ] }.' }]);
}
