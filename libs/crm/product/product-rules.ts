import { Injectable } from '@nestjs/common';
import { Before, type Change } from '#kernel/pipeline/hooks.js';
import { Conflict } from '#kernel/pipeline/problem.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { decimal, sum } from '#platform/money/ratio.js';
import { buildsOn, lockPriceBooks, lockProduct, overlappingPrices, type PriceKey } from './price.query.js';
import { Price } from './price.js';
import { PriceBook } from './price-book.js';
import type { TaxPart } from './tax-parts.js';
import { TaxRate } from './tax-rate.js';

const SCALE = 10_000n;

@Injectable()
export class ProductRules {
  constructor(private readonly tenancy: Tenancy) {}

  @Before(TaxRate)
  addUp(changes: Change[]): void {
    for (const { after, set, complain } of changes) {
      if (!after) continue;
      const parts = (after.parts ?? []) as TaxPart[];
      const percent = sum(parts.map((part) => decimal(part.percent)));
      const sumOf = Number((percent.n * SCALE) / percent.d) / Number(SCALE);
      if (parts.length > 0 && sumOf > 100) complain('parts', 'max', 'Taxes add up to 100 percent at most.');
      else if (parts.length > 0) set('percent', sumOf);
      if (after.kind !== 'charged' && (parts.length > 0 || after.percent !== 0)) complain('percent', 'kind', `Only a tax of the kind "charged" has a percentage: set it to 0${parts.length > 0 ? ' and take its parts out' : ''}.`);
    }
  }

  @Before(PriceBook, { update: ['parentId'] })
  async noCircles(changes: Change[]): Promise<void> {
    for (const { before, after, complain } of changes) {
      if (!after?.parentId || after.parentId === before?.parentId) continue;
      await this.tenancy.read(lockPriceBooks(currentOrganizationId()));
      const [circle] = await this.tenancy.read(buildsOn(currentOrganizationId(), after.parentId as string, after.id as string));
      if (circle) complain('parentId', 'circle', 'That book builds on this one, or on too many others: choose another.');
    }
  }

  /** The database refuses overlapping periods by itself; here it is said in words, and each write waits for the one before. */
  @Before(Price)
  async noOverlaps(changes: Change[]): Promise<void> {
    for (const { kind, after, before, set, complain } of changes) {
      if (!after) continue;
      const [product] = await this.tenancy.read<{ name: string }>(lockProduct(currentOrganizationId(), after.productId as string));
      if (product && product.name !== before?.name) set('name', product.name);
      if (after.validFrom && after.validUntil && after.validFrom > after.validUntil) complain('validUntil', 'order', 'Must not be before the day from which it is valid.');
      else if (after.state === 'live') await this.refuseOverlap(kind === 'create' ? null : (after.id as string), after as unknown as PriceKey);
    }
  }

  private async refuseOverlap(id: string | null, key: PriceKey): Promise<void> {
    const [other] = await this.tenancy.read<Pick<PriceKey, 'validFrom' | 'validUntil'>>(overlappingPrices(currentOrganizationId(), id, key));
    if (!other) return;
    const period = `${other.validFrom ? `from ${other.validFrom} ` : ''}${other.validUntil ? `until ${other.validUntil}` : 'without end'}`;
    throw new Conflict(`There is a price already for this book, product, currency and quantity, ${period}.`, [{ at: 'validFrom', rule: 'overlap', say: 'Let the other price end on the day before, or retire it.' }]);
  }
}
