import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import type { TwoTenants } from '#test/worlds/two-tenants.js';

/** As often as a schedule may come. */
const EVERY_MINUTES = 5;
const SCHEDULED = { trigger: { kind: 'schedule', everyMinutes: EVERY_MINUTES }, steps: [{ key: 'tick', do: 'create', noun: 'company', values: { name: 'Tick' } }], edges: [{ from: 'start', to: 'tick' }] };

/** What is done to the database of a product that runs, and seen in it. */
export abstract class Sabotage {
  constructor(readonly world: TwoTenants) {}

  /** The servers of tests answer before a commit is in the log, to be quick; here it is asked what a crash takes away. */
  async commitInEarnest(): Promise<void> {
    const { pathname } = new URL(this.world.database.administratorUrl);
    await this.asAdministrator((administrator) => administrator.query(`ALTER DATABASE "${pathname.slice(1)}" SET synchronous_commit = on`));
  }

  async cutConnections(times: number): Promise<void> {
    await this.asAdministrator(async (administrator) => {
      for (let n = 0; n < times; n += 1) {
        await administrator.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND random() < 0.5`);
        await sleep(500);
      }
    });
  }

  /** A server process of PostgreSQL that is killed takes all others with it; the server recovers from its log. */
  async crashDatabase(): Promise<void> {
    const { rows: [backend] } = await this.asAdministrator((administrator) => administrator.query<{ pid: number }>(`SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() LIMIT 1`));
    if (backend) process.kill(backend.pid, 'SIGKILL');
    for (let n = 0; n < 300; n += 1) {
      await sleep(100);
      if (await this.asAdministrator((administrator) => administrator.query('SELECT 1')).then(() => true, () => false)) return;
    }
    throw new Error('The database did not recover.');
  }

  async refuseConnections(milliseconds: number): Promise<void> {
    const { pathname } = new URL(this.world.database.administratorUrl);
    const name = `"${pathname.slice(1)}"`;
    await this.asAdministrator(async (administrator) => {
      await administrator.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
      await administrator.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1`, [pathname.slice(1)]);
      await sleep(milliseconds);
      await administrator.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
    }, 'postgres');
  }

  /** As if whoever holds work, and fell silent, had been waited for long enough. What still is in somebody's hand is fenced. */
  async hurry(): Promise<void> {
    await this.inA(`UPDATE work SET next_at = now() WHERE organization_id = $1 AND ended_at IS NULL AND (state = 'in-hand' OR next_at < now() + interval '1 minute')`);
  }

  async plan(kind: string): Promise<string> {
    const [row] = await this.inA<{ id: string }>(`INSERT INTO work (organization_id, queue, kind, effect_key, about, created_at, next_at) VALUES ($1, 'notifications', $2, $3, '{}', now(), now()) RETURNING id`, kind, uuidv7());
    return row!.id;
  }

  async workState(id: string): Promise<string> {
    return (await this.inA<{ state: string }>(`SELECT state FROM work WHERE organization_id = $1 AND id = $2`, id))[0]!.state;
  }

  /** A workflow that ticks, so that it shows when a tick is done twice. */
  async tickRegularly(): Promise<void> {
    const owner = this.world.as('A', 'owner');
    const made = await owner.post('/api/v1/automation/workflows', { name: 'ticks', graph: SCHEDULED });
    if (made.statusCode !== 201) throw new Error(made.body);
    const published = await owner.post(`/api/v1/automation/workflows/${made.json<{ id: string }>().id}/publish`);
    if (published.statusCode !== 200) throw new Error(published.body);
  }

  async ticksDoneTwice(): Promise<number> {
    const [twice] = await this.inA<{ count: number }>(`SELECT count(*)::integer AS count FROM (SELECT 1 FROM workflow_run WHERE organization_id = $1 AND cause = 'schedule' GROUP BY date_trunc('minute', started_at) HAVING count(*) > 1) more`);
    const [ticks] = await this.inA<{ more: number }>(`SELECT (count(*) - 1 - extract(epoch FROM max(started_at) - min(started_at)) / ${EVERY_MINUTES * 60})::integer AS more FROM workflow_run WHERE organization_id = $1 AND cause = 'schedule'`);
    return twice!.count + Math.max(0, ticks!.more);
  }

  private inA<R>(text: string, ...values: unknown[]): Promise<R[]> {
    return this.world.inside('A', (tenancy) => tenancy.write<R>({ text, values: [this.world.organizations.A.id, ...values] }));
  }

  private async asAdministrator<T>(work: (administrator: pg.Client) => Promise<T>, database?: string): Promise<T> {
    const url = new URL(this.world.database.administratorUrl);
    if (database) url.pathname = `/${database}`;
    const administrator = new pg.Client({ connectionString: url.href });
    administrator.on('error', () => undefined);
    await administrator.connect();
    try {
      return await work(administrator);
    } finally {
      await administrator.end().catch(() => undefined);
    }
  }
}
