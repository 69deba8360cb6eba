import { choice } from '#kernel/field/choice.js';
import { boolean } from '#kernel/field/boolean.js';
import { date } from '#kernel/field/date.js';
import { declareField } from '#kernel/field/declare.js';
import { email } from '#kernel/field/email.js';
import type { CommonOptions, FieldType } from '#kernel/field/field.js';
import { longText } from '#kernel/field/long-text.js';
import { moment } from '#kernel/field/moment.js';
import { money } from '#kernel/field/money.js';
import { integer } from '#kernel/field/number.js';
import { owner } from '#kernel/field/owner.js';
import { phone } from '#kernel/field/phone.js';
import { reference, type ResourceClass } from '#kernel/field/reference.js';
import { tags } from '#kernel/field/tags.js';
import { text } from '#kernel/field/text.js';
import { url } from '#kernel/field/url.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Member } from '#platform/identity/member.js';

export const MODULES = ['sales', 'marketing', 'support', 'projects'];
const STAGES = ['open', 'waiting', 'won', 'lost'];

/** Twenty fields of many types, beside those of every record. */
const FIELDS: readonly [name: string, type: unknown, options?: CommonOptions & object][] = [
  ['name', text, { required: true, search: 'A', list: 1 }],
  ['code', text, { unique: 'live', list: 2 }],
  ['email', email, { personal: 'personal', search: 'B', list: 3 }],
  ['phone', phone(), { personal: 'personal', search: 'B' }],
  ['website', url],
  ['city', text, { search: 'C' }],
  ['street', text],
  ['stage', choice, { choices: STAGES, default: 'open', list: 4 } as object],
  ['priority', choice, { choices: ['low', 'high'] } as object],
  ['amount', money, { fields: 'finance' }],
  ['cost', money, { fields: 'finance' }],
  ['quantity', integer],
  ['score', integer],
  ['dueOn', date, { list: 5 }],
  ['startedAt', moment],
  ['isOpen', boolean],
  ['summary', longText],
  ['tags', tags, { default: [] }],
  ['ownerId', owner, { to: () => Member, onDelete: 'restrict', list: 9 } as object],
];

/** By the product module that they belong to. */
export function eightyNouns(): Map<string, ResourceClass[]> {
  const nouns: ResourceClass[] = [];
  for (let n = 0; n < 80; n += 1) {
    const name = `Noun${n}`;
    const noun = { [name]: class extends TenantRow {} }[name]! as ResourceClass;
    nouns.push(noun);
    for (const [field, type, options] of [...FIELDS, ['parentId', reference, { to: () => nouns[(n + 1) % 80], onDelete: 'detach' } as object] as const])
      declareField(type as FieldType, { personal: 'none', ...options } as CommonOptions)(noun.prototype as object, field);
    Resource({ module: MODULES[n % MODULES.length]!, label: `Noun ${n}`, plural: `noun-${n}s`, title: 'name', icon: 'box' })(noun);
    grants(noun, { 'sales-rep': { read: 'team', create: true, update: 'own' }, marketing: { read: 'all', export: true } });
  }
  return new Map(MODULES.map((module, m) => [module, nouns.filter((_, n) => n % MODULES.length === m)]));
}
