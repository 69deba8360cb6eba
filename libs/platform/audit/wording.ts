import type { Field, Json } from '#kernel/field/field.js';
import { formatAmount, type Money } from '#kernel/field/money-text.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Words } from '#platform/words/words.js';
import type { ShownActor } from './actors.js';
import type { Step } from './changes.js';
import { knownFacts, wordsOf } from './fact-words.js';

/** Titles of the records that references point at; those that the reader may not see are missing. */
export type Titles = ReadonlyMap<string, string>;

const SENTENCES: Record<Step, string> = {
  created: '{actor} created this record',
  changed: '{actor} changed {fields}',
  deleted: '{actor} deleted this record',
  restored: '{actor} restored this record',
  removed: '{actor} removed this record for good',
};
/** What was changed is not for this reader. */
const TOUCHED = '{actor} changed this record';
const ACTORS: Record<ShownActor['kind'], string> = { member: 'A member', key: 'An API key', application: 'An application', system: 'Tessera', unknown: 'Somebody' };
const [YES, NO, HIDDEN] = ['Yes', 'No', 'A record that you may not see'];
const LONGEST = 500;

/** Says in one language and time zone what stands in the ledger. */
export class Wording {
  constructor(
    private readonly words: Words,
    readonly language: string,
    private readonly timeZone: string,
  ) {}

  actor({ kind, name }: ShownActor): string {
    return name ?? this.say(`timeline.${kind}`, ACTORS[kind]);
  }

  step(step: Step, actor: ShownActor, resource: ResourceModel, fields: readonly Field[]): string {
    if (step === 'changed' && fields.length === 0) return filled(this.say('timeline.touched', TOUCHED), { actor: this.actor(actor) });
    const labels = new Intl.ListFormat(this.language, { type: 'conjunction' }).format(fields.map((field) => this.label(resource, field)));
    return filled(this.say(`timeline.${step}`, SENTENCES[step]), { actor: this.actor(actor), fields: labels });
  }

  fact(fact: string, actor: ShownActor): string {
    return filled(this.say(`fact.${fact}`, wordsOf(fact).say), { actor: this.actor(actor) });
  }

  label(resource: ResourceModel, field: Field): string {
    return this.say(`${resource.name}.${field.name}`, field.label);
  }

  /** As people read it; null where there is nothing, or nothing that a line could hold. */
  value(resource: ResourceModel, field: Field, value: Json, titles: Titles): string | null {
    if (value === null || value === '') return null;
    if ('to' in field.options) return titles.get(value as string) ?? this.say('timeline.hidden', HIDDEN);
    const { choices } = field.type.widget(field) as { choices?: { value: string; label: string }[] };
    const choice = choices?.find((each) => each.value === value);
    if (choice) return this.say(`${resource.name}.${field.name}.${choice.value}`, choice.label);
    switch (field.type.name) {
      case 'boolean':
        return value ? this.say('timeline.yes', YES) : this.say('timeline.no', NO);
      case 'money':
        return this.money(value as unknown as Money);
      case 'date':
        return new Intl.DateTimeFormat(this.language, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(value as string));
      case 'moment':
        return this.moment(value as string, this.timeZone);
      case 'zoned-moment': {
        const { at, zone } = value as { at: string; zone: string | null };
        return this.moment(at, zone ?? this.timeZone);
      }
      case 'percent':
        return `${this.number(value as number)} %`;
      default:
        return this.plain(value);
    }
  }

  private plain(value: Json): string | null {
    if (typeof value === 'number') return this.number(value);
    if (Array.isArray(value)) return value.length && value.every((each) => typeof each === 'string') ? shortened(new Intl.ListFormat(this.language, { type: 'conjunction' }).format(value)) : null;
    return typeof value === 'string' ? shortened(value) : null;
  }

  private money(value: Money): string {
    const decimal = formatAmount({ ...value, currency: value.currency ?? '' }) as unknown as number;
    return value.currency ? new Intl.NumberFormat(this.language, { style: 'currency', currency: value.currency }).format(decimal) : this.number(decimal);
  }

  private moment(at: string, timeZone: string): string {
    return new Intl.DateTimeFormat(this.language, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(new Date(at));
  }

  private number(value: number): string {
    return new Intl.NumberFormat(this.language, { maximumFractionDigits: 20 }).format(value);
  }

  private say(key: string, english: string): string {
    return this.words.say(this.language, key, english);
  }
}

/** What dictionaries may say otherwise, with the English for it. */
export function historyWords(): Map<string, string> {
  return new Map([
    ...Object.entries(SENTENCES).map(([step, say]) => [`timeline.${step}`, say] as const),
    ...Object.entries(ACTORS).map(([kind, say]) => [`timeline.${kind}`, say] as const),
    ['timeline.touched', TOUCHED], ['timeline.yes', YES!], ['timeline.no', NO!], ['timeline.hidden', HIDDEN!],
    ...[...knownFacts()].map(([fact, { say }]) => [`fact.${fact}`, say] as const),
  ]);
}

function filled(template: string, values: { [name: string]: string }): string {
  return template.replaceAll(/\{(\w+)\}/g, (_all, name: string) => values[name] ?? '');
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/** The first language that is asked for, else the one of whoever asks. */
export function wordingFor(words: Words, asked: string | undefined, { language, timeZone }: { language: string; timeZone: string }): Wording {
  const [first = ''] = (asked ?? '').split(/[,;]/);
  return new Wording(words, words.languageFor(/^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i.test(first.trim()) ? first.trim() : language), timeZone);
}
