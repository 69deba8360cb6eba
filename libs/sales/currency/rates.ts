import { Injectable } from '@nestjs/common';
import type { Day } from '#kernel/field/calendar.js';
import type { Money } from '#kernel/field/money-text.js';
import { dayAt } from '#kernel/field/zone.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Organization } from '#platform/organizations/organization.js';
import { organizationById } from '#platform/organizations/organization.query.js';
import { convert } from './convert.js';
import { ratesOn, type DatedRate } from './rate.query.js';

export interface Home {
  currency: string;
  timeZone: string;
}

/** Rates of one day, with the currency that they lead to. */
export class RatesOfDay {
  constructor(
    readonly base: string,
    readonly day: Day,
    private readonly rates: ReadonlyMap<string, DatedRate>,
  ) {}

  /** The organisation's own currency needs none; null where none was ever entered. */
  of(currency: string): DatedRate | null {
    return currency === this.base ? { currency, day: this.day, rate: '1' } : (this.rates.get(currency) ?? null);
  }

  inBase(value: Money): Money | null {
    const rate = this.of(value.currency);
    return rate && convert(value, rate.rate, this.base);
  }

  /** Those that were asked for, to be stated beside what was reckoned with them. */
  stated(): DatedRate[] {
    return [...this.rates.values()];
  }
}

@Injectable()
export class Rates {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly platform: PlatformDatabase,
  ) {}

  /** Each with the day it is of. */
  async on(currencies: Iterable<string>, at: Day | Date): Promise<RatesOfDay> {
    const { currency: base, timeZone } = await this.home();
    const day = typeof at === 'string' ? at : dayAt(at.getTime(), timeZone);
    const foreign = [...new Set(currencies)].filter((currency) => currency !== base).sort();
    const found = foreign.length ? await this.tenancy.read<DatedRate>(ratesOn(currentOrganizationId(), foreign, day)) : [];
    return new RatesOfDay(base, day, new Map(found.map((rate) => [rate.currency, rate])));
  }

  async home(): Promise<Home> {
    const [organization] = await this.platform.query<Organization>(organizationById(currentOrganizationId()));
    return organization!;
  }
}
