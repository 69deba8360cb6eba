import { Injectable } from '@nestjs/common';
import { NotFound } from '#kernel/pipeline/problem.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { priceOf, type FoundPrice } from './price.query.js';
import { Price } from './price.js';

export interface PriceQuestion {
  priceBookId: string;
  productId: string;
  currency: string;
  quantity: number;
  /** The day that it has to hold. */
  on: string;
}

/** What one of a product costs, as far as whoever asks may know. */
@Injectable()
export class PriceFinder {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly read: ReadDoor,
    private readonly registry: Registry,
  ) {}

  /** Null when there is no price, which is not the same as a price of nothing. */
  async find(question: PriceQuestion): Promise<FoundPrice | null> {
    const [found] = await this.tenancy.read<FoundPrice>(priceOf(currentOrganizationId(), question));
    if (!found) return null;
    try {
      await this.read.get(this.registry.of(Price), found.id, { fields: 'id' });
      return found;
    } catch (error) {
      if (error instanceof NotFound) return null;
      throw error;
    }
  }
}
