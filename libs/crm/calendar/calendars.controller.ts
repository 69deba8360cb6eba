import { Controller, Get, Header, Param, Post } from '@nestjs/common';
import { ApiExtension, ApiNotFoundResponse, ApiOperation, ApiParam, ApiProduces, ApiResponse, ApiTags, ApiUnauthorizedResponse } from '@nestjs/swagger';
import { Anyone, InOrganization } from '#kernel/gate/route.js';
import { NotFound } from '#kernel/pipeline/problem.js';
import { NeverKept } from '#platform/edge/idempotency.interceptor.js';
import { text } from '#platform/docs/parts.js';
import { Calendars } from './calendars.js';

const DRAWN = { type: 'object', required: ['id', 'address'], properties: { id: { ...text(36), format: 'uuid' }, address: { ...text(300), description: 'Keep it: it is shown this once.' } } } as const;

/** Calendars for programs that know nothing but an address. */
@ApiTags('sales')
@ApiUnauthorizedResponse()
@Controller()
export class CalendarsController {
  constructor(private readonly calendars: Calendars) {}

  @Post('sales/calendar-feeds/:id/address')
  @InOrganization()
  @NeverKept()
  @ApiOperation({ summary: 'Draw the address of a calendar feed', description: 'For a calendar program, which shows from then on what is yours and what you are invited to. Drawn again, the former address is closed at once.' })
  @ApiParam({ name: 'id', description: 'The id of the feed.', schema: { type: 'string', format: 'uuid', maxLength: 36 } })
  @ApiExtension('x-permission', { resource: 'calendarFeed', action: 'update' })
  @ApiResponse({ status: 201, description: 'The address, this once.', schema: DRAWN as never })
  draw(@Param('id') id: string): Promise<{ id: string; address: string }> {
    return this.calendars.draw(id);
  }

  @Get('calendars/:feed/:file')
  @Anyone('Calendar programs cannot sign in: the address itself is the secret, 256 bits of it, and its owner closes it at any time.')
  @Header('cache-control', 'private, no-store')
  @Header('content-type', 'text/calendar; charset=utf-8')
  @Header('x-robots-tag', 'noindex')
  @ApiOperation({ summary: 'Read a calendar', description: 'As iCalendar (RFC 5545), for programs that subscribe to it.' })
  @ApiParam({ name: 'feed', description: 'Names the feed.', schema: text(40) })
  @ApiParam({ name: 'file', description: 'The secret, and .ics.', schema: text(60) })
  @ApiProduces('text/calendar')
  @ApiNotFoundResponse()
  @ApiResponse({ status: 200, description: 'The calendar.', schema: { type: 'string', maxLength: 20_000_000 } })
  async show(@Param('feed') feed: string, @Param('file') file: string): Promise<string> {
    const secret = /^([0-9A-Za-z]{43})\.ics$/.exec(file)?.[1];
    if (!secret) throw new NotFound();
    return this.calendars.text(feed, secret);
  }
}
