import type { Registry } from '#kernel/resource/registry.js';
import { factsOf } from '#platform/audit/told-facts.js';
import { tableSchema } from '../schema/ddl.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import { aligned } from './aligned.js';

/** Columns that never enter the ledger: secrets, and what the database computes by itself. */
export function leftOutOfLedger(resource: ResourceModel, registry: Registry): string[] {
  const [, names = ''] = /record_in_ledger\('[^']*'(?:, )?(.*)\)$/.exec(tableSchema(resource, registry).triggers.get('ledger')!) ?? [];
  return names ? names.split(', ').map((name) => name.slice(1, -1)) : [];
}

export function factsText(registry: Registry): string {
  const changes = registry.resources.map((resource) => [resource.name, 'insert, update, delete', leftOutOfLedger(resource, registry).join(', ')]);
  const told = registry.verbs.flatMap((verb) => factsOf(verb).map((fact) => [fact, `${verb.verbClass.name}, ${verb.file.replace(/:\d+$/, '')}`]));
  return [
    'What the ledger holds.',
    ['Changes of records, by noun; columns that are left out:', ...aligned(changes)].join('\n'),
    ['Facts that verbs tell:', ...(told.length ? aligned(told) : ['  none'])].join('\n'),
  ].join('\n\n');
}
