import { Injectable } from '@nestjs/common';
import { dayAt } from '#kernel/field/zone.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Organization } from '#platform/organizations/organization.js';
import { organizationById } from '#platform/organizations/organization.query.js';
import { nextNumber, storedSettings, type StoredSettings } from './sales-settings.query.js';

const DEFAULTS: StoredSettings = {
  id: null, quotationSeries: 'Q-{year}-', orderSeries: 'SO-{year}-', invoiceSeries: 'INV-{year}-', validDays: 30, paymentDays: 14, fiscalYearMonth: 1, rounding: 'half-up', roundingPer: 'line', taxIncluded: false,
  discountLimit: null, priceBookId: null, taxRateId: null, language: null, sender: null, senderAddress: null, footer: null, colour: null, introduction: null, terms: null,
};
const DIGITS = 4;
const DAY_MS = 86_400_000;

export type Series = 'quotation' | 'order' | 'invoice';

/** How the organisation in scope sells. */
@Injectable()
export class Settings {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly platform: PlatformDatabase,
  ) {}

  async current(): Promise<StoredSettings> {
    const [stored] = await this.tenancy.read<StoredSettings>(storedSettings(currentOrganizationId()));
    return stored ?? DEFAULTS;
  }

  async organization(): Promise<Organization> {
    const [organization] = await this.platform.query<Organization>(organizationById(currentOrganizationId()));
    return organization!;
  }

  /** The day it is where the organisation is, so many days on. */
  async day(organization: Organization, daysOn = 0): Promise<string> {
    return dayAt(currentScope().clock.now().getTime() + daysOn * DAY_MS, organization.timeZone);
  }

  /** In the transaction of the scope: whatever fails afterwards gives the number back. */
  async number(kind: Series, day: string): Promise<string> {
    const template = (await this.current())[`${kind}Series`];
    const year = day.slice(0, 4);
    const [next] = await this.tenancy.write<{ number: number }>(nextNumber(currentOrganizationId(), template.includes('{year}') ? `${kind}-${year}` : kind));
    return template.replace('{year}', year) + String(next!.number).padStart(DIGITS, '0');
  }
}
