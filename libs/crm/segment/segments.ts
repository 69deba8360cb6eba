import { Injectable } from '@nestjs/common';
import { viewpointOf } from '#kernel/gate/access.js';
import { readCondition } from '#kernel/gate/condition.js';
import { Gate } from '#kernel/gate/gate.js';
import { Before, type Change } from '#kernel/pipeline/hooks.js';
import type { ListRequest } from '#kernel/pipeline/list-query.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { didYouMean } from '#kernel/resource/names.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { About } from '#platform/about/about.js';
import { Segment, SegmentEntry } from './segment.js';

@Injectable()
export class Segments {
  constructor(
    private readonly gate: Gate,
    private readonly nouns: Nouns,
    private readonly read: ReadDoor,
    private readonly about: About,
  ) {}

  /** Whoever writes a condition may compare only what they see. */
  @Before(Segment)
  async checkCondition(changes: Change[]): Promise<void> {
    const [ability, registry] = [await this.gate.ability(), await this.nouns.here()];
    for (const { before, after, complain } of changes) {
      if (!after) continue;
      if (after.kind === 'fixed' && after.condition) complain('condition', 'kind', 'Those of a segment by hand are put in one by one.');
      if (after.kind === 'dynamic' && !after.condition) complain('condition', 'required', 'Say for whom: { "field": "stage", "operator": "eq", "value": "customer" }.');
      if (before && (before.of !== after.of || before.kind !== after.kind)) complain('of', 'fixed', 'Stays what it is: make another segment.');
      if (after.kind !== 'dynamic' || !after.condition) continue;
      const fields = ability.of(registry.get(after.of as string)).openFields();
      const open = (name: string, say: (rule: string, text: string) => undefined) => fields.find((field) => field.name === name) ?? say('field', `There is no field "${name.slice(0, 60)}" that you may use.${didYouMean(name.slice(0, 60), fields.map((field) => field.name))}`);
      // On its way in, JSON is a text.
      const condition: unknown = typeof after.condition === 'string' ? JSON.parse(after.condition) : after.condition;
      readCondition(condition, open, viewpointOf(ability.access, currentScope().clock), (at, rule, say) => {
        complain(at.replace(/^where/, 'condition'), rule, say);
        return undefined;
      });
    }
  }

  @Before(SegmentEntry)
  async checkEntry(changes: Change[]): Promise<void> {
    await this.about.check(changes);
    for (const { kind, after, complain } of changes) {
      if (kind !== 'create' || !after) continue;
      const found = await this.read.get((await this.nouns.here()).of(Segment), after.segmentId as string).catch(() => null);
      const segment = found && (JSON.parse(found.json) as Segment);
      if (segment && (segment.kind !== 'fixed' || segment.of !== after.subject)) complain('subject', 'kind', segment.kind === 'fixed' ? `The segment holds records of the noun ${segment.of}.` : 'The segment follows its condition: nobody is put in by hand.');
    }
  }

  /** A page of its records as JSON text: those that the reader may see. */
  async members(id: string, request: Pick<ListRequest, 'sort' | 'fields' | 'limit' | 'after' | 'count'>): Promise<string> {
    const registry = await this.nouns.here();
    const { of, kind, condition } = JSON.parse((await this.read.get(registry.of(Segment), id)).json) as Segment;
    const noun = registry.get(of);
    if (kind === 'dynamic') return this.read.list(noun, { filters: [], where: condition, ...request });
    const { limit, after, count, fields } = request;
    const entries = JSON.parse(await this.read.list(registry.of(SegmentEntry), { filters: [{ field: 'segmentId', operator: 'eq', value: id }], limit, after, count })) as { data: SegmentEntry[]; page: object };
    const ids = entries.data.map(({ recordId }) => recordId);
    const page = ids.length ? (JSON.parse(await this.read.list(noun, { filters: [{ field: 'id', operator: 'in', value: ids }], limit: 200, fields })) as object) : { data: [] };
    return JSON.stringify({ ...page, page: entries.page });
  }
}
