import { Injectable } from '@nestjs/common';
import { NotFound } from '#kernel/pipeline/problem.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { defineWork, Does, type WorkHandler, type WorkInHand } from '#platform/work/work-kind.js';
import { Activity } from './activity.js';
import { SeriesKeeper } from './series.js';
import { lastOccurrence, type Occurrence } from './series.query.js';

type SeriesIds = { seriesId: string };

export const extendSeries = defineWork<SeriesIds>({ queue: 'notifications', name: 'extend-series', product: 'sales', atomic: true });

/** Long before the last of those that were made has come. */
@Injectable()
@Does(extendSeries)
export class ExtendSeries implements WorkHandler<SeriesIds> {
  constructor(
    private readonly series: SeriesKeeper,
    private readonly registry: Registry,
    private readonly read: ReadDoor,
    private readonly tenancy: Tenancy,
  ) {}

  async do({ about: { seriesId } }: WorkInHand<SeriesIds>): Promise<string> {
    try {
      const series = await this.series.byId(seriesId);
      const [last] = await this.tenancy.read<Occurrence>(lastOccurrence(currentOrganizationId(), seriesId));
      const model = JSON.parse((await this.read.get(this.registry.of(Activity), last!.id)).json) as Activity;
      return `Made ${await this.series.extend(series, last!.slot, model)}.`;
    } catch (error) {
      if (error instanceof NotFound) return 'It has ended.';
      throw error;
    }
  }
}
