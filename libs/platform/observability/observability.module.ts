import { type BeforeApplicationShutdown, type DynamicModule, Global, Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Log } from './log.js';
import { measureOnScrape, metrics, poolConnections, scrape } from './metrics.js';
import { observeQueries } from './observe-queries.js';
import { OperationsServer } from './operations-server.js';
import { type SpanSink, sendSpansTo } from './span.js';

const OPTIONS = Symbol('observability options');

export interface ObservabilityOptions {
  log: Log;
  service: 'api' | 'worker';
  /** 0 serves no metrics. */
  metricsPort: number;
  host: string;
  otelEndpoint: string | null;
}

@Global()
@Module({})
export class ObservabilityModule implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  private stopListening: (() => void) | null = null;
  private exporter: (SpanSink & { close(): Promise<void> }) | null = null;

  constructor(
    @Inject(OPTIONS) private readonly options: ObservabilityOptions,
    private readonly operations: OperationsServer,
    private readonly tenancy: Tenancy,
    private readonly platform: PlatformDatabase,
  ) {}

  static forRoot(options: ObservabilityOptions): DynamicModule {
    return { module: ObservabilityModule, providers: [{ provide: OPTIONS, useValue: options }, OperationsServer], exports: [OperationsServer] };
  }

  async onApplicationBootstrap(): Promise<void> {
    const { log, metricsPort, host, otelEndpoint } = this.options;
    // Measuring every query has a price, small as it is: nobody pays it for nothing.
    if (metricsPort !== 0 || otelEndpoint) this.stopListening = observeQueries(log);
    if (otelEndpoint) await this.trace(otelEndpoint);
    measureOnScrape(() => this.measurePools());
    this.operations.serve('/metrics', async () => ({ status: 200, type: metrics.contentType, body: await scrape() }));
    await this.operations.listen(metricsPort, host);
    if (metricsPort !== 0) log.info({ port: metricsPort }, 'Metrics are served');
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.exporter?.flush();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopListening?.();
    sendSpansTo(null);
    await this.exporter?.close();
    await this.operations.close();
  }

  private async trace(endpoint: string): Promise<void> {
    const { OtlpExporter } = await import('./otlp-exporter.js');
    this.exporter = new OtlpExporter(endpoint, this.options.service, this.options.log);
    sendSpansTo(this.exporter);
  }

  private measurePools(): void {
    for (const [pool, database] of Object.entries({ tenants: this.tenancy, platform: this.platform })) {
      for (const [state, connections] of Object.entries(database.pool())) poolConnections.set({ pool, state }, connections);
    }
  }
}
