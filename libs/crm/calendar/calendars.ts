import { Injectable } from '@nestjs/common';
import { Forbidden, NotFound } from '#kernel/pipeline/problem.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { inOrganization, PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import { Config } from '#platform/config/config.js';
import { newPrefix, newSecret, organizationOfPrefix, secretHashOf } from '#platform/identity/keys/key-token.js';
import { standingOfOrganization, type OrganizationStanding } from '#platform/organizations/organization.query.js';
import { CalendarFeed } from './calendar-feed.js';
import { calendarText } from './calendar-text.js';
import { giveAddress, itemsOf, openFeed, seriesNamed, type ItemRow, type OpenFeed, type SeriesRow } from './calendar.query.js';

const YEAR_MS = 366 * 86_400_000;

@Injectable()
export class Calendars {
  constructor(
    private readonly registry: Registry,
    private readonly read: ReadDoor,
    private readonly tenancy: Tenancy,
    private readonly platform: PlatformDatabase,
    private readonly config: Config,
  ) {}

  /** The former address is closed at once. */
  async draw(id: string): Promise<{ id: string; address: string }> {
    const { json } = await this.read.get(this.registry.of(CalendarFeed), id, { fields: 'id,ownerId' });
    const { ownerId, _links } = JSON.parse(json) as { ownerId: string; _links: { update?: object } };
    const { actor, clock } = currentScope();
    // It shows what its owner sees, so nobody else may have it.
    if (!_links.update || !('memberId' in actor) || actor.memberId !== ownerId) throw new Forbidden('Only whoever\u2019s calendar it is may draw its address.');
    const [prefix, secret] = [newPrefix(currentOrganizationId()), newSecret()];
    await this.tenancy.write(giveAddress(currentOrganizationId(), id, prefix, secretHashOf(secret), clock.now()));
    return { id, address: `${this.config.publicUrl}/api/v1/calendars/${prefix}/${secret}.ics` };
  }

  /** One answer for all that is wrong, so that nobody learns which feeds there are. */
  async text(prefix: string, secret: string): Promise<string> {
    const organizationId = organizationOfPrefix(prefix);
    const [organization] = organizationId ? await this.platform.query<OrganizationStanding>(standingOfOrganization(organizationId)) : [];
    if (!organizationId || organization?.status !== 'active' || !organization.modules.includes('sales')) throw new NotFound();
    return inOrganization(organizationId, { kind: 'system', reason: 'calendar feed' }, async () => {
      const [feed] = await this.tenancy.read<OpenFeed>(openFeed(organizationId, prefix, secretHashOf(secret)));
      if (!feed) throw new NotFound();
      return this.textFor(organizationId, feed);
    });
  }

  private async textFor(organizationId: string, { name, ownerId }: OpenFeed): Promise<string> {
    const now = currentScope().clock.now().getTime();
    const items = await this.tenancy.read<ItemRow>(itemsOf(organizationId, ownerId, new Date(now - YEAR_MS)));
    const seriesIds = [...new Set(items.flatMap(({ seriesId }) => (seriesId ? [seriesId] : [])))];
    const series = await this.tenancy.read<SeriesRow>(seriesNamed(organizationId, seriesIds));
    return calendarText(name, items.map((item) => ({ ...item, attendees: item.attendees ?? [] })), series, now);
  }
}
