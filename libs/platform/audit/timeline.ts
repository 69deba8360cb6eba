import { Inject, Injectable } from '@nestjs/common';
import type { Field } from '#kernel/field/field.js';
import type { Ability } from '#kernel/gate/ability.js';
import { Gate } from '#kernel/gate/gate.js';
import { Invalid, NotFound, type FieldError } from '#kernel/pipeline/problem.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { isUuid } from '#kernel/tenancy/uuid.js';
import { whichHold, type Asked } from '#platform/access/why.query.js';
import { Member } from '#platform/identity/member.js';
import { WORDS, type Words } from '#platform/words/words.js';
import { Actors, type ShownActor } from './actors.js';
import { changesIn, historicFields, placesOf, stepOf, type FieldChange } from './changes.js';
import { factsByConfidence } from './fact-words.js';
import { entriesTold, type Told, type Wanted } from './history.query.js';
import { References } from './references.js';
import { Untold } from './untold.js';
import { wordingFor, type Titles, type Wording } from './wording.js';

export const LARGEST_PAGE = 100;
const DEFAULT_PAGE = 25;

export interface Moment {
  id: string;
  at: string;
  /** created, changed, deleted, restored, removed, or the name of a fact. */
  what: string;
  actor: ShownActor;
  say: string;
  changes: { field: string; label: string; from: string | null; to: string | null }[];
  _links: { self: { href: string } };
}

export interface Page<T> {
  data: T[];
  page: { next: string | null };
}

interface Reader {
  resource: ResourceModel;
  ability: Ability;
  registry: Registry;
  fields: readonly Field[];
  wording: Wording;
}

/** What became of a record, as whoever may read it may know it. */
@Injectable()
export class Timeline {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly gate: Gate,
    private readonly nouns: Nouns,
    private readonly read: ReadDoor,
    private readonly actors: Actors,
    private readonly references: References,
    private readonly untold: Untold,
    @Inject(WORDS) private readonly words: Words,
  ) {}

  async page(noun: ResourceModel, id: string, query: { [name: string]: string }, language?: string): Promise<Page<Moment>> {
    const { limit, after } = asked(query);
    const reader = await this.enter(noun, id, language);
    const told = await this.tenancy.read<Told>(entriesTold(currentOrganizationId(), { ...this.wanted(reader, id), after }, limit + 1));
    const shown = told.slice(0, limit);
    return { data: await this.moments(shown, id, reader), page: { next: told.length > limit ? shown.at(-1)!.id : null } };
  }

  async one(noun: ResourceModel, id: string, entryId: string, language?: string): Promise<Moment> {
    const reader = await this.enter(noun, id, language);
    if (!isUuid(entryId)) throw new NotFound();
    const told = await this.tenancy.read<Told>(entriesTold(currentOrganizationId(), { ...this.wanted(reader, id), id: entryId }, 1));
    const [moment] = await this.moments(told, id, reader);
    if (!moment) throw new NotFound();
    return moment;
  }

  private async enter(noun: ResourceModel, id: string, language?: string): Promise<Reader> {
    const ability = await this.gate.ability();
    const registry = await this.nouns.here();
    const resource = registry.get(noun.name);
    await this.read.get(resource, id, { fields: 'id' });
    return { resource, ability, registry, fields: await this.shownFields(resource, ability, id), wording: wordingFor(this.words, language, ability.access) };
  }

  /** Those that are shown in some records only, as this record has it now. */
  private async shownFields(resource: ResourceModel, ability: Ability, id: string): Promise<Field[]> {
    const own = ability.of(resource);
    const fields = historicFields(resource);
    const uncertain = fields.filter(({ name }) => own.visibility().get(name) === 'sometimes');
    const [found] = uncertain.length ? await this.tenancy.read<Asked>(whichHold(currentOrganizationId(), resource, id, uncertain.map(({ name }) => own.rows('read', [name])))) : [];
    return fields.filter((field) => own.visibility().get(field.name) === 'shown' || (found?.answers[uncertain.indexOf(field)] ?? false));
  }

  private wanted({ resource, ability, registry, fields }: Reader, id: string): Wanted {
    const hears = ability.of(registry.of(Member)).rows('audit').kind === 'always' || ability.access.memberId === id;
    const { confidential, open } = factsByConfidence();
    // Of people and keys, what nobody has called open is nobody else's business.
    const limits = hears ? {} : resource.module === 'identity' ? { onlyFacts: open } : { notFacts: confidential };
    const { columns, own } = placesOf(fields);
    return { subject: resource.name, record: id, touching: { columns: [...columns, 'deleted_at'], own }, ...limits };
  }

  private async moments(entries: readonly Told[], id: string, reader: Reader): Promise<Moment[]> {
    const { resource, ability, registry, fields, wording } = reader;
    const then = await this.untold.of(entries, registry, () => fields);
    const told = entries.map((entry) => ({ entry, changes: changesIn(entry, fields, then.get(entry.id)) }));
    const [actorOf, titles] = await Promise.all([this.actors.of(entries, ability, registry), this.references.titlesIn(told.flatMap(({ changes }) => changes), registry)]);
    return told.map(({ entry, changes }) => {
      const step = entry.kind === 'fact' ? null : stepOf(entry);
      const actor = actorOf(entry);
      const say = step ? wording.step(step, actor, resource, changes.map(({ field }) => field)) : wording.fact(entry.what, actor);
      return { id: entry.id, at: entry.happenedAt.toISOString(), what: step ?? entry.what, actor, say, changes: changes.map((change) => this.worded(change, reader, titles)), _links: { self: { href: `/api/v1/${resource.path}/${id}/timeline/${entry.id}` } } };
    });
  }

  private worded({ field, from, to }: FieldChange, { resource, wording }: Reader, titles: Titles) {
    return { field: field.name, label: wording.label(resource, field), from: wording.value(resource, field, from, titles), to: wording.value(resource, field, to, titles) };
  }
}

function asked(query: { [name: string]: string }): { limit: number; after?: string } {
  const { limit = String(DEFAULT_PAGE), after, ...others } = query;
  const errors: FieldError[] = Object.keys(others).map((name) => ({ at: name.slice(0, 60), rule: 'unknown', say: 'Is not a parameter of this address: it knows limit and after.' }));
  if (!/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > LARGEST_PAGE) errors.push({ at: 'limit', rule: 'range', say: `Must be a whole number from 1 to ${LARGEST_PAGE}.` });
  if (after !== undefined && !isUuid(after)) errors.push({ at: 'after', rule: 'cursor', say: 'This is no cursor of a timeline. Begin again without it.' });
  if (errors.length) throw new Invalid(errors);
  return { limit: Number(limit), after };
}
