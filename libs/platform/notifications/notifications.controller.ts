import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBody, ApiExtension, ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { InOrganization } from '#kernel/gate/route.js';
import { Gate } from '#kernel/gate/gate.js';
import { Forbidden, Invalid } from '#kernel/pipeline/problem.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { isUuid } from '#kernel/tenancy/uuid.js';
import { markRead, noticesOf, unreadOf, type NoticeRow } from './notification.query.js';
import { NoticeWording, type WordedNotice } from './wording.js';
import { COUNT, MARK, NOTICES } from './notification-schemas.js';

const MOST_LISTED = 100;
const MOST_MARKED = 200;
/** Nobody wants to know whether it is more. */
const MOST_COUNTED = 100;

interface ShownNotice extends WordedNotice {
  id: string;
  type: string;
  createdAt: Date;
  readAt: Date | null;
}

/** What one has been told oneself; nobody sees anybody else's. */
@Controller('notifications')
@InOrganization()
export class NotificationsController {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly gate: Gate,
    private readonly wording: NoticeWording,
  ) {}

  @Get()
  @ApiExtension('x-permission', { resource: '*', action: 'any' })
  @ApiOperation({ summary: 'What you have been told', description: 'Newest first, in your language, with what you may read of it by now.' })
  @ApiQuery({ name: 'unread', required: false, schema: { type: 'string', enum: ['true', 'false'], default: 'false' } })
  @ApiQuery({ name: 'limit', required: false, schema: { type: 'integer', format: 'int32', minimum: 1, maximum: MOST_LISTED, default: 50 } })
  @ApiQuery({ name: 'before', required: false, description: 'The id of the last one that you have.', schema: { type: 'string', format: 'uuid', maxLength: 36 } })
  @ApiResponse({ status: 200, description: 'A page of them.', schema: NOTICES as never })
  async list(@Query() query: Record<string, string>): Promise<{ data: ShownNotice[]; page: { next: string | null } }> {
    const { before = null, limit, unread } = pageOf(query);
    const rows = await this.tenancy.read<NoticeRow>(noticesOf(currentOrganizationId(), me(), { before, unread, most: limit + 1 }));
    const shown = rows.slice(0, limit);
    const worded = await this.wording.of(shown, (await this.gate.ability()).access.language);
    const data = shown.map(({ id, type, createdAt, readAt }, n) => ({ id, type, ...worded[n]!, createdAt, readAt }));
    return { data, page: { next: rows.length > limit ? shown.at(-1)!.id : null } };
  }

  @Get('count')
  @ApiExtension('x-permission', { resource: '*', action: 'any' })
  @ApiOperation({ summary: 'How many you have not read', description: `Counted up to ${MOST_COUNTED}.` })
  @ApiResponse({ status: 200, description: 'The number.', schema: COUNT as never })
  async count(): Promise<{ unread: number }> {
    const [row] = await this.tenancy.read<{ count: number }>(unreadOf(currentOrganizationId(), me(), MOST_COUNTED));
    return { unread: row!.count };
  }

  @Post('mark')
  @HttpCode(200)
  @ApiExtension('x-permission', { resource: '*', action: 'any' })
  @ApiOperation({ summary: 'Mark as read, or as unread again', description: 'Those that are named, or all of them.' })
  @ApiBody({ schema: MARK as never })
  @ApiResponse({ status: 200, description: 'How many you have not read now.', schema: COUNT as never })
  async mark(@Body() body: unknown): Promise<{ unread: number }> {
    const { ids, read } = markIn(body);
    await this.tenancy.write(markRead(currentOrganizationId(), me(), ids, read ? currentScope().clock.now() : null));
    return this.count();
  }
}

/** Programs that work for a member see what that one is told. */
export function me(): string {
  const { actor } = currentScope();
  if (!('memberId' in actor)) throw new Forbidden('Only members are told anything.');
  return actor.memberId;
}

function pageOf({ before, limit = '50', unread = 'false', ...others }: Record<string, string>): { before?: string; limit: number; unread: boolean } {
  const errors = Object.keys(others).map((name) => ({ at: name.slice(0, 60), rule: 'unknown', say: 'Is not a parameter of this address: it knows unread, limit and before.' }));
  if (before !== undefined && !isUuid(before)) errors.push({ at: 'before', rule: 'type', say: 'Must be the id of a notification.' });
  if (!/^[1-9]\d{0,2}$/.test(limit) || Number(limit) > MOST_LISTED) errors.push({ at: 'limit', rule: 'range', say: `Must be a whole number from 1 to ${MOST_LISTED}.` });
  if (unread !== 'true' && unread !== 'false') errors.push({ at: 'unread', rule: 'type', say: 'Must be true or false.' });
  if (errors.length > 0) throw new Invalid(errors);
  return { before, limit: Number(limit), unread: unread === 'true' };
}

function markIn(body: unknown): { ids: string[] | null; read: boolean } {
  const { ids, read, ...others } = (typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {}) as { ids?: unknown; read?: unknown; [name: string]: unknown };
  const errors = Object.keys(others).map((name) => ({ at: name.slice(0, 60), rule: 'unknown', say: 'Is not known here: send "read" and, unless you mean all, "ids".' }));
  const some = ids === undefined ? null : ids;
  if (some !== null && !(Array.isArray(some) && some.length <= MOST_MARKED && some.every(isUuid))) errors.push({ at: 'ids', rule: 'type', say: `Must be a list of at most ${MOST_MARKED} ids of notifications.` });
  if (typeof read !== 'boolean') errors.push({ at: 'read', rule: 'type', say: 'Must be true or false.' });
  if (errors.length > 0) throw new Invalid(errors);
  return { ids: some as string[] | null, read: read as boolean };
}
