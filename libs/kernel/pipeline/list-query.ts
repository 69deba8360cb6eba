import type { Complain, Field, Json, Viewpoint } from '#kernel/field/field.js';
import type { Ability } from '#kernel/gate/ability.js';
import { comparison, readCondition, type FieldLookup } from '#kernel/gate/condition.js';
import { all, compare, type Predicate } from '#kernel/gate/predicate.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import { didYouMean } from '#kernel/resource/names.js';
import type { Registry } from '#kernel/resource/registry.js';
import { Invalid, type FieldError } from './problem.js';
import { relationName, visibleFields, type Selection } from './select.js';

/** As it comes from a query string (`filter[stage]=customer`) or from the body of `POST …/query`. */
export interface ListRequest {
  filters: { field: string; operator: string; value: Json }[];
  where?: unknown;
  sort?: string;
  fields?: string;
  include?: string;
  limit?: string | number;
  after?: string;
  q?: string;
  count?: string;
  deleted?: string;
}

export interface SortKey {
  field: Field;
  descending: boolean;
}

/** The same, checked against the noun and against what the actor may see. */
export interface ListQuery {
  where: Predicate;
  sort: readonly SortKey[];
  selection: Selection;
  limit: number;
  after: string | null;
  q: string | null;
  count: boolean;
  deleted: boolean;
}

export const DEFAULT_LIMIT = 50;
export const LARGEST_PAGE = 200;
const MOST_SORTS = 4;
const LONGEST_SEARCH = 200;
const DEEPEST_INCLUDE = 2;
const MOST_INCLUDES = 8;

export class QueryReader {
  private readonly errors: FieldError[] = [];

  constructor(
    private readonly resource: ResourceModel,
    private readonly ability: Ability,
    private readonly viewpoint: Viewpoint,
    private readonly registry: Registry,
  ) {}

  list(request: ListRequest): ListQuery {
    const where = all([...request.filters.map((filter) => this.filter(filter)), this.condition(request.where)].filter((part) => part !== undefined));
    const query: ListQuery = {
      where,
      sort: this.sort(request.sort),
      selection: this.selection(request.fields, request.include),
      limit: this.limit(request.limit),
      after: request.after || null,
      q: this.search(request.q),
      count: this.choice('count', request.count, 'exact'),
      deleted: this.choice('deleted', request.deleted, 'only'),
    };
    this.finish();
    return query;
  }

  one(request: Pick<ListRequest, 'fields' | 'include'>): Selection {
    const selection = this.selection(request.fields, request.include);
    this.finish();
    return selection;
  }

  private finish(): void {
    if (this.errors.length) throw new Invalid(this.errors, 'The query names something that is not there, or that you may not use. Mend each one that is listed.');
  }

  private complain(at: string): Complain {
    return (rule, say) => void this.errors.push({ at, rule, say }) as undefined;
  }

  private filter({ field, operator, value }: ListRequest['filters'][number]): Predicate | undefined {
    const complain = this.complain(`filter[${field}]`);
    const [own, ...path] = field.split('.');
    const related = path.join('.');
    const place = own && this.ability.of(this.resource).guarded(own);
    if (place) return all([place.rule, this.compared(place.field, operator, value, complain) ?? place.rule]);
    if (!related || own === 'custom') return this.compared(this.open(this.resource)(field, complain), operator, value, complain);
    const link = this.resource.references.find((reference) => relationName(reference) === own);
    const target = link && this.registry.target(link);
    if (!target) return complain('field', `${this.resource.label} cannot be filtered by "${field}": name one relation and one of its fields, such as company.name.`);
    if (!this.open(this.resource)(link.name, complain)) return undefined;
    const part = this.compared(this.open(target)(related, complain), operator, value, complain);
    return part && { kind: 'related', field: link, resource: target, part: all([this.ability.of(target).rows('read'), part]) };
  }

  /** In an address, several values are separated by commas. */
  private compared(field: Field | undefined, operator: string, value: Json, complain: Complain): Predicate | undefined {
    const many = field?.type.operators[operator]?.takes === 'many' && typeof value === 'string';
    return field && comparison(field, operator, many ? value.split(',') : value, this.viewpoint, complain);
  }

  private condition(where: unknown): Predicate | undefined {
    if (where === undefined || where === null) return undefined;
    const own = this.ability.of(this.resource);
    return readCondition(where, (name, complain) => own.guarded(name) ?? this.open(this.resource)(name, complain), this.viewpoint, (at, rule, say) => this.complain(at)(rule, say));
  }

  /** Hidden and unknown fields are refused alike: the answer must not tell them apart. */
  private open(resource: ResourceModel): FieldLookup {
    return (name, complain) => {
      const fields = this.ability.of(resource).openFields();
      return fields.find((field) => field.name === name) ?? complain('field', `${resource.label} has no field "${name.slice(0, 60)}" that you may use here.${didYouMean(name.slice(0, 60), fields.map((field) => field.name))}`);
    };
  }

  private sort(source: string | undefined): SortKey[] {
    const complain = this.complain('sort');
    const names = source ? source.split(',') : [];
    if (names.length > MOST_SORTS) complain('length', `Sort by at most ${MOST_SORTS} fields.`);
    const keys = names.slice(0, MOST_SORTS).flatMap((name): SortKey[] => {
      const descending = name.startsWith('-');
      const field = this.open(this.resource)(name.slice(descending ? 1 : 0), complain);
      if (field && !field.type.sort) complain('field', `"${field.name}" cannot be sorted by.`);
      return field?.type.sort ? [{ field, descending }] : [];
    });
    // Ids are ordered by time, so newest first needs no index of its own, and ties never swap between pages.
    const newest = keys.findIndex(({ field }) => field.name === 'createdAt');
    const id = this.resource.fields.get('id')!;
    if (newest >= 0) return [...keys.slice(0, newest), { field: id, descending: keys[newest]!.descending }];
    return keys.some(({ field }) => field.name === 'id') ? keys : [...keys, { field: id, descending: keys.at(-1)?.descending ?? true }];
  }

  private selection(fields: string | undefined, include: string | undefined): Selection {
    const visible = visibleFields(this.resource, this.ability);
    const chosen = fields
      ? fields.split(',').map((name) => visible.find((field) => field.name === name) ?? this.complain('fields')('field', `${this.resource.label} has no field "${name.slice(0, 60)}" that you may see.${didYouMean(name, visible.map((field) => field.name))}`))
      : visible;
    const id = this.resource.fields.get('id')!;
    const paths = include ? include.split(',') : [];
    if (paths.length > MOST_INCLUDES) this.complain('include')('length', `Include at most ${MOST_INCLUDES} relations.`);
    return { fields: [...new Set([id, ...chosen.filter((field) => field !== undefined)])], include: this.included(this.resource, paths.slice(0, MOST_INCLUDES).map((path) => path.split('.')), 1) };
  }

  private included(resource: ResourceModel, paths: string[][], depth: number): Selection['include'] {
    const names = [...new Set(paths.map(([first]) => first!))];
    return names.flatMap((name) => {
      const known = [...resource.fields.values()].filter((field) => this.registry.target(field));
      const field = known.find((reference) => relationName(reference) === name && this.ability.of(resource).visibility().get(reference.name) === 'shown');
      const target = field && this.registry.target(field);
      if (!target || !this.ability.of(target).may('read') || depth > DEEPEST_INCLUDE) {
        this.complain('include')('relation', depth > DEEPEST_INCLUDE ? `Include relations ${DEEPEST_INCLUDE} deep at most.` : `${resource.label} has no relation "${name.slice(0, 60)}" that you may see.${didYouMean(name, known.map(relationName))}`);
        return [];
      }
      const deeper = paths.filter(([first, ...rest]) => first === name && rest.length).map(([, ...rest]) => rest);
      return [{ name, field, resource: target, selection: { fields: visibleFields(target, this.ability), include: this.included(target, deeper, depth + 1) } }];
    });
  }

  private limit(source: string | number | undefined): number {
    if (source === undefined || source === '') return DEFAULT_LIMIT;
    const limit = typeof source === 'number' ? source : /^\d{1,4}$/.test(source) ? Number(source) : NaN;
    if (Number.isInteger(limit) && limit >= 1 && limit <= LARGEST_PAGE) return limit;
    this.complain('limit')('range', `Must be a whole number from 1 to ${LARGEST_PAGE}.`);
    return DEFAULT_LIMIT;
  }

  private search(q: string | undefined): string | null {
    if (!q?.trim()) return null;
    if (q.length > LONGEST_SEARCH || q.includes('\0')) this.complain('q')('length', `Must be at most ${LONGEST_SEARCH} characters of text.`);
    return q.trim();
  }

  private choice(at: string, given: string | undefined, only: string): boolean {
    if (given !== undefined && given !== only && given !== '') this.complain(at)('choice', `Must be "${only}", or be left out.`);
    return given === only;
  }
}

/** A bound search never compares a field: it is a condition on the id. */
export function idIs(resource: ResourceModel, id: string): Predicate {
  return compare(resource.fields.get('id')!, 'eq', [id]);
}
