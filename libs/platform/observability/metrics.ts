import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Everything Prometheus may ask of this process. Labels are templates and names from our own code, never what a client sent. */
export const metrics = new Registry();

const registers = [metrics];
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

collectDefaultMetrics({ register: metrics, prefix: 'tessera_', eventLoopMonitoringPrecision: 20 });

export const requestSeconds = new Histogram({
  name: 'tessera_http_request_duration_seconds',
  help: 'How long requests took, by route template; the count gives rate and errors.',
  labelNames: ['method', 'route', 'status'],
  buckets: SECONDS,
  registers,
});
export const requestsInFlight = new Gauge({ name: 'tessera_http_requests_in_flight', help: 'Requests being answered now.', registers });
export const querySeconds = new Histogram({
  name: 'tessera_database_query_duration_seconds',
  help: 'Database time by named query.',
  labelNames: ['query'],
  buckets: SECONDS,
  registers,
});
export const poolConnections = new Gauge({
  name: 'tessera_database_pool_connections',
  help: 'Connections of the pool (total, idle) and requests that wait for one (waiting).',
  labelNames: ['pool', 'state'],
  registers,
});
export const jobSeconds = new Histogram({
  name: 'tessera_job_duration_seconds',
  help: 'How long jobs took; outcome is done, retried or failed.',
  labelNames: ['queue', 'job', 'outcome'],
  buckets: [...SECONDS, 30, 60, 300],
  registers,
});
export const jobsWaiting = new Gauge({ name: 'tessera_queue_jobs', help: 'Jobs in the queue by state.', labelNames: ['queue', 'state'], registers });
export const oldestJobSeconds = new Gauge({ name: 'tessera_queue_oldest_job_seconds', help: 'Age of the oldest job that waits.', labelNames: ['queue'], registers });
export const business = new Counter({ name: 'tessera_business_total', help: 'What happened in the product, by module.', labelNames: ['module', 'event'], registers });
export const dependencyUp = new Gauge({ name: 'tessera_dependency_up', help: '1 while the dependency answers.', labelNames: ['dependency'], registers });
export const unexpectedErrors = new Counter({
  name: 'tessera_unexpected_errors_total',
  help: 'Errors that nobody caught: each is a mistake in the program.',
  labelNames: ['origin'],
  registers,
});

const measures = new Set<() => void | Promise<void>>();

/** What is measured only when somebody asks, such as the depth of a queue. */
export function measureOnScrape(measure: () => void | Promise<void>): void {
  measures.add(measure);
}

/** A measure that fails leaves its last value out of date, never the others. */
export async function scrape(): Promise<string> {
  await Promise.allSettled([...measures].map(async (measure) => measure()));
  return metrics.metrics();
}

/** Keeps a label from growing without end: names beyond the limit are counted together. */
export class BoundedNames {
  private readonly known = new Set<string>();

  constructor(private readonly most: number) {}

  of(name: string): string {
    if (this.known.has(name)) return name;
    if (this.known.size >= this.most) return 'other';
    this.known.add(name);
    return name;
  }
}
