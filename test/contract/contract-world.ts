import type { LightMyRequestResponse } from 'fastify';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Json } from '#kernel/field/field.js';
import { Problem } from '#kernel/pipeline/problem.js';
import { WriteDoor } from '#kernel/pipeline/write.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import { Served } from '#kernel/resource/served.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { TwoTenants, type ActorName, type Caller, type Tenant } from '#test/worlds/two-tenants.js';
import { productRegistry } from '../../apps/product.js';
import { Servings, Witness, type Route } from './evidence.js';
import { Specimens, type Body, type Specimen } from './specimens.js';

export const registry = productRegistry();
export const nouns = new Served(registry).nouns;
/** Stands in the values of B's records and in no other. */
const MARK = 7_654_321;

/** The two tenants with a record of every noun, and what the suite asks of each. The suite itself acts in A. */
export class ContractWorld {
  readonly mine = new Map<ResourceModel, Specimen>();
  readonly foreign = new Map<ResourceModel, { live: Specimen; deleted: Specimen }>();
  readonly ours: Specimens;
  readonly owner: Caller;
  readonly witness: Witness;
  /** Ids and texts that nobody in A may ever be shown. */
  canaries: readonly string[] = [];

  private constructor(
    readonly tenants: TwoTenants,
    readonly servings: Servings,
  ) {
    this.ours = new Specimens(tenants, 'A', registry, 0);
    this.owner = this.as('owner');
    this.witness = new Witness(tenants.database.pool(tenants.database.administratorUrl));
  }

  static async create(): Promise<ContractWorld> {
    const servings = new Servings();
    subscribe('fastify.initialization', servings.watch);
    const world = new ContractWorld(await TwoTenants.create(), servings);
    unsubscribe('fastify.initialization', servings.watch);
    await world.fill();
    return world;
  }

  as(actor: ActorName): Caller {
    return this.servings.noting(actor, this.tenants.as('A', actor));
  }

  get write(): WriteDoor {
    return this.tenants.get(WriteDoor);
  }

  rowsOf(tenant: Tenant): Promise<{ [table: string]: string }> {
    return this.witness.fingerprint(this.tenants.organizations[tenant].id);
  }

  /** Runs the work and expects that no row of either organisation is another afterwards. */
  async unchanged(work: () => Promise<void>): Promise<void> {
    const before = [await this.rowsOf('A'), await this.rowsOf('B')];
    await work();
    expect([await this.rowsOf('A'), await this.rowsOf('B')]).toEqual(before);
  }

  /** Asks with an id of B and with one of nobody: the answers must not tell them apart, nor hold anything of B's. */
  async alike(theirId: string, ask: (id: string) => Promise<LightMyRequestResponse>): Promise<LightMyRequestResponse> {
    const nobodys = uuidv7();
    const [real, random] = [await ask(theirId), await ask(nobodys)];
    expect(shapeOf(real, theirId)).toEqual(shapeOf(random, nobodys));
    this.expectNothingForeign(real.body.replaceAll(theirId, ''));
    return real;
  }

  expectNothingForeign(text: string): void {
    expect(this.canaries.filter((canary) => text.includes(canary))).toEqual([]);
  }

  /** 'accepted', what a refusal said, or the error that should never have been. */
  async atTheDoor(work: (write: WriteDoor) => Promise<unknown>): Promise<unknown> {
    try {
      await this.ours.inside(() => work(this.write));
      return 'accepted';
    } catch (error) {
      if (!(error instanceof Problem)) return error;
      return { status: error.status, at: error.errors.map(({ at }) => at), rules: error.errors.map(({ rule }) => rule) };
    }
  }

  /** What fits the route in its shape, so that a refusal is one of rights. */
  async fitting(route: Route, noun: ResourceModel): Promise<{ payload?: Body | string; headers?: Record<string, string> }> {
    if (route.method === 'GET' || route.method === 'DELETE') return {};
    if (route.url === baseOf(noun)) return { payload: await this.ours.least(noun) };
    if (route.method === 'PATCH') return { payload: await this.patchOf(noun) };
    if (route.url.endsWith('/import')) return asFile(`id\n${this.mine.get(noun)!.id}\n`);
    return { payload: route.url.endsWith('/bulk') ? { create: [await this.ours.least(noun)] } : {} };
  }

  async patchOf(noun: ResourceModel): Promise<Body> {
    return Object.fromEntries(Object.entries(await this.ours.least(noun)).slice(0, 1));
  }

  async deleted(noun: ResourceModel): Promise<Specimen> {
    const record = await this.ours.make(noun);
    await this.ours.inside(() => this.write.delete(noun, record.id));
    return record;
  }

  private async fill(): Promise<void> {
    const theirs = new Specimens(this.tenants, 'B', registry, MARK);
    for (const noun of nouns) {
      this.mine.set(noun, await this.ours.make(noun));
      const [live, deleted] = [await theirs.make(noun), await theirs.make(noun)];
      await theirs.inside(() => this.write.delete(noun, deleted.id));
      this.foreign.set(noun, { live, deleted });
    }
    const records = [...this.foreign.values()].flatMap(({ live, deleted }) => [live, deleted]);
    const texts = records.flatMap((record) => JSON.stringify(record).match(/"[^"]*"/g)!.map((text) => text.slice(1, -1))).filter((text) => /76543\d\d/.test(text));
    const { id, members } = this.tenants.organizations.B;
    this.canaries = [...new Set([...texts, ...records.map((record) => record.id), id, ...Object.values(members)])];
  }
}

export function baseOf({ path }: ResourceModel): string {
  return `/api/v1/${path}`;
}

export function asFile(payload: string): { payload: string; headers: Record<string, string> } {
  return { payload, headers: { 'content-type': 'text/csv' } };
}

export function idsOf(answer: LightMyRequestResponse): string[] {
  return answer.json<{ data: Specimen[] }>().data.map(({ id }) => id);
}

export function errorsOf(answer: LightMyRequestResponse): { at: string; rule: string }[] {
  return answer.json<{ errors?: { at: string; rule: string }[] }>().errors ?? [];
}

export function statusesOf(bulk: LightMyRequestResponse): number[] {
  return bulk.json<{ results: { status: number }[] }>().results.map(({ status }) => status);
}

/** Without what differs between two requests for the same thing. */
function shapeOf(answer: LightMyRequestResponse, id: string): Record<string, Json | undefined> {
  const { 'content-type': type, etag, location } = answer.headers;
  return { status: answer.statusCode, type, etag, location: location && String(location).replaceAll(id, '<id>'), body: answer.body.replaceAll(id, '<id>').replaceAll(/"requestId":"[^"]*"/g, '') };
}
