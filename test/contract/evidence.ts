import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import type { Caller } from '#test/worlds/two-tenants.js';

export interface LedgerEntry {
  what: string;
  actor_id: string | null;
  request_id: string | null;
}

/** Looks at the tables themselves, as an administrator whom no policy binds. */
export class Witness {
  constructor(private readonly pool: pg.Pool) {}

  /** Tells by table whether a row of an organisation was written: every version of a row names the transaction that wrote it. */
  async fingerprint(organizationId: string): Promise<{ [table: string]: string }> {
    const { rows: tables } = await this.pool.query<{ name: string }>(
      `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organization_id'
       WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace ORDER BY 1`,
    );
    const each = tables.map(({ name }) => `SELECT '${name}' AS name, count(*) || ' ' || coalesce(sum(t.xmin::text::bigint), 0) AS sum FROM ${name} t WHERE t.organization_id = $1`);
    const { rows } = await this.pool.query<{ name: string; sum: string }>(each.join(' UNION ALL '), [organizationId]);
    return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]));
  }

  async ledger(organizationId: string, recordId: string): Promise<LedgerEntry[]> {
    const { rows } = await this.pool.query<LedgerEntry>(
      `SELECT what, actor_id, request_id FROM ledger_entry WHERE organization_id = $1 AND record_id = $2 AND kind = 'change' ORDER BY id`,
      [organizationId, recordId],
    );
    return rows;
  }

  /** In which tables one of the texts stands, wherever in a row. */
  async tablesWith(texts: readonly string[]): Promise<string[]> {
    const { rows: tables } = await this.pool.query<{ name: string }>(`SELECT c.oid::regclass::text AS name FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY 1`);
    const each = tables.map(({ name }) => `SELECT '${name}' AS name WHERE EXISTS (SELECT 1 FROM ${name} t, unnest($1::text[]) AS trace(of_whom) WHERE strpos(lower(t::text), lower(trace.of_whom)) > 0)`);
    const { rows } = await this.pool.query<{ name: string }>(each.join(' UNION ALL '), [texts]);
    return rows.map(({ name }) => name);
  }

  async facts(recordId: string): Promise<string[]> {
    const { rows } = await this.pool.query<{ what: string }>(`SELECT what FROM ledger_entry WHERE record_id = $1 AND kind = 'fact' ORDER BY id`, [recordId]);
    return rows.map(({ what }) => what);
  }

  async columns(table: string): Promise<string[]> {
    const { rows } = await this.pool.query<{ name: string }>(`SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1`, [table]);
    return rows.map(({ name }) => name);
  }

  async safeguards(table: string): Promise<{ enabled: boolean; forced: boolean; policies: string[]; triggers: string[] }> {
    const { rows } = await this.pool.query<{ enabled: boolean; forced: boolean; policies: string[]; triggers: string[] }>(
      `SELECT c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced,
        ARRAY(SELECT p.polname::text FROM pg_policy p WHERE p.polrelid = c.oid ORDER BY 1) AS policies,
        ARRAY(SELECT t.tgname::text FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled = 'O' AND coalesce(obj_description(t.oid, 'pg_trigger'), '') !~ '^by hand' ORDER BY 1) AS triggers
       FROM pg_class c WHERE c.oid = $1::regclass`,
      [`public."${table}"`],
    );
    return rows[0]!;
  }
}

/** The least number of statements that the work takes, over a few goes: what is remembered for a while is not counted against it. */
export async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  let heard = 0;
  // The relay is woken now and then, for whatever was written before.
  const count = (ran: unknown): void => void (heard += (ran as { name: string }).name === 'notify' ? 0 : 1);
  subscribe('tessera:query', count);
  try {
    const goes: number[] = [];
    for (let go = 0; go < 4; go += 1) {
      heard = 0;
      await work();
      goes.push(heard);
    }
    return Math.min(...goes);
  } finally {
    unsubscribe('tessera:query', count);
  }
}

export interface Route {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  url: string;
}

/** What is served, as Fastify is told, and who was answered how when the suite asked for it. */
export class Servings {
  readonly routes: Route[] = [];
  private readonly answers = new Map<string, Set<string>>();

  readonly watch = (message: unknown): void => {
    (message as { fastify: FastifyInstance }).fastify.addHook('onRoute', ({ method, url }) => {
      for (const each of [method].flat()) if (each !== 'HEAD' && each !== 'OPTIONS') this.routes.push({ method: each as Route['method'], url: url.replace(/\/$/, '') });
    });
  };

  under(path: string): Route[] {
    const base = `/api/v1/${path}`;
    return this.routes.filter(({ url }) => url === base || url.startsWith(`${base}/`));
  }

  /** The same caller, with a note of every answer. */
  noting(actor: string, caller: Caller): Caller {
    const call: Caller['call'] = async (method, url, options) => {
      const answer = await caller.call(method, url, options);
      const route = this.routeOf(method!, url);
      if (route) this.answersTo(route).add(`${actor} ${answer.statusCode}`);
      return answer;
    };
    return {
      headers: caller.headers,
      call,
      get: (url, options) => call('GET', url, options),
      post: (url, payload, options) => call('POST', url, { payload, ...options }),
      patch: (url, payload, options) => call('PATCH', url, { payload, ...options }),
      delete: (url, options) => call('DELETE', url, options),
    };
  }

  /** Whose answer is missing: the owner's, who does it, and the refusals of all who should get nowhere. */
  lacking(route: Route): string[] {
    const needed = [/^anon 401$/, /^expired 401$/, /^suspended 403$/, ...(route.url.includes(':id') ? [/^owner 404$/] : [])];
    // What a verb takes is known to its own tests alone; here it is enough that it was reached.
    needed.push(/:id\/(?!restore$)/.test(route.url) ? /^owner (2\d\d|400|409|422)$/ : /^owner 2\d\d$/);
    const answers = [...this.answersTo(route)];
    return needed.filter((pattern) => !answers.some((answer) => pattern.test(answer))).map((pattern) => `${route.method} ${route.url}: ${pattern.source}`);
  }

  failures(route: Route): string[] {
    return [...this.answersTo(route)].filter((answer) => / 5\d\d$/.test(answer)).map((answer) => `${route.method} ${route.url}: ${answer}`);
  }

  private answersTo({ method, url }: Route): Set<string> {
    const key = `${method} ${url}`;
    const known = this.answers.get(key) ?? new Set();
    this.answers.set(key, known);
    return known;
  }

  /** Fixed words win over parameters, as they do in the router. */
  private routeOf(method: string, address: string): Route | undefined {
    const path = address.split('?')[0]!;
    const fitting = this.routes.filter((route) => route.method === method && new RegExp(`^${route.url.replaceAll(/:\w+/g, '[^/]+')}$`).test(path));
    return fitting.find(({ url }) => url === path) ?? fitting.find(({ url }) => !url.endsWith(':id')) ?? fitting[0];
  }
}
