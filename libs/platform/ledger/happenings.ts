import { Injectable } from '@nestjs/common';
import type { ResourceModel } from '#kernel/resource/model.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { wordsOf } from '#platform/audit/fact-words.js';
import type { Entry } from './entry.js';
import { entryDetails, type EntryDetail } from './happening.query.js';

/** What an entry means to whoever is told of it: in the words of the noun instead of its columns. */
export interface Happening {
  readonly entry: Entry;
  readonly noun: string;
  readonly recordId: string;
  /** created, updated, deleted, restored; for a fact its whole name. */
  readonly what: string;
  /** Such as contact.updated; a fact is called what it is called. */
  readonly type: string;
  /** Names of fields. */
  readonly changed: readonly string[];
}

const KINDS = { insert: 'created', update: 'updated', delete: 'deleted' } as const;
const columns = new WeakMap<ResourceModel, ReadonlyMap<string, string>>();

/** Reads entries about records of nouns. Whatever else stands in the ledger is nobody's to be told of, nor are facts that are for those who audit. */
@Injectable()
export class Happenings {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly registry: Registry,
  ) {}

  async of(entries: readonly Entry[]): Promise<Happening[]> {
    const open = entries.filter(({ kind, what }) => kind === 'change' || !wordsOf(what).confidential);
    const asked = open.filter(({ changed }) => changed.includes('deleted_at') || changed.includes('custom')).map(({ id }) => id);
    const details = asked.length > 0 ? await this.tenancy.read<EntryDetail>(entryDetails(currentOrganizationId(), asked)) : [];
    const byId = new Map(details.map((detail) => [detail.id, detail]));
    return open.flatMap((entry) => {
      const noun = this.registry.find(entry.subject);
      return noun && entry.recordId ? [happeningOf(entry, entry.recordId, noun, byId.get(entry.id))] : [];
    });
  }
}

function happeningOf(entry: Entry, recordId: string, noun: ResourceModel, detail: EntryDetail | undefined): Happening {
  const told = { entry, noun: noun.name, recordId };
  if (entry.kind === 'fact') return { ...told, what: entry.what, type: entry.what, changed: [] };
  const moved = entry.changed.includes('deleted_at') ? (detail?.deleted ? 'deleted' : 'restored') : null;
  const what = moved ?? KINDS[entry.what as keyof typeof KINDS];
  return { ...told, what, type: `${noun.name}.${what}`, changed: what === 'updated' ? fieldsOf(noun, entry.changed, detail) : [] };
}

function fieldsOf(noun: ResourceModel, changed: readonly string[], detail: EntryDetail | undefined): string[] {
  const known = columns.get(noun) ?? columnsOf(noun);
  columns.set(noun, known);
  const own = detail?.custom.map((key) => `custom.${key}`) ?? [];
  return [...new Set([...changed.flatMap((column) => known.get(column) ?? []), ...own])];
}

function columnsOf({ fields }: ResourceModel): ReadonlyMap<string, string> {
  return new Map([...fields.values()].flatMap((field) => field.type.columns(field).map(({ suffix }) => [suffix ? `${field.column}_${suffix}` : field.column, field.name] as const)));
}
