import { LIFECYCLE } from '#crm/contact/contact.js';
import { choice } from '#kernel/field/choice.js';
import { date } from '#kernel/field/date.js';
import { declareField } from '#kernel/field/declare.js';
import { email } from '#kernel/field/email.js';
import type { CommonOptions, FieldType } from '#kernel/field/field.js';
import { money } from '#kernel/field/money.js';
import { integer } from '#kernel/field/number.js';
import { owner } from '#kernel/field/owner.js';
import { phone } from '#kernel/field/phone.js';
import { reference, type ResourceClass } from '#kernel/field/reference.js';
import { tags } from '#kernel/field/tags.js';
import { text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grants } from '#kernel/resource/grants.js';
import { Registry } from '#kernel/resource/registry.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Member } from '#platform/identity/member.js';

const MODULES = ['sales', 'marketing', 'support', 'projects'];
const SUBJECTS = ['Campaign', 'Ticket', 'Quotation', 'Invoice', 'Project', 'Article', 'Asset', 'Survey', 'Segment', 'Target', 'Event', 'Partner', 'Product', 'Contract', 'Task', 'Call', 'Lead', 'Order', 'Visit', 'Review'];
const KINDS = ['', 'Item', 'Template', 'Note'];

/** A product of the size we are heading for: 80 nouns with twelve fields each and those of every record. */
export function manyNouns(): Registry {
  const names = KINDS.flatMap((kind) => SUBJECTS.map((subject) => subject + kind));
  const nouns = new Map<string, ResourceClass>();
  for (const [n, name] of names.entries()) {
    const noun = { [name]: class extends TenantRow {} }[name]! as ResourceClass;
    nouns.set(name, noun);
    const declare = (type: unknown, field: string, options: CommonOptions & object = {}): void => declareField(type as FieldType, { personal: 'none', ...options } as CommonOptions)(noun.prototype as object, field);
    declare(text, 'name', { required: true, max: 120, search: 'A', list: 1 } as object);
    declare(text, `${name.toLowerCase()}Code`, { max: 40, unique: 'live', list: 2 } as object);
    declare(email, 'email', { personal: 'personal', search: 'B' });
    declare(phone(), 'phone', { personal: 'personal', search: 'B' });
    declare(text, 'summary', { max: 400, search: 'C' } as object);
    declare(choice, 'stage', { choices: LIFECYCLE, default: 'prospect', list: 3 } as object);
    declare(money, 'amount', { fields: 'finance' });
    declare(integer, 'quantity', { min: 0, max: 1_000 } as object);
    declare(date, 'dueOn', { list: 4 });
    declare(owner, 'ownerId', { to: () => Member, onDelete: 'restrict', list: 9 } as object);
    declare(reference, 'parentId', { to: () => nouns.get(SUBJECTS[n % SUBJECTS.length]!), onDelete: 'detach' } as object);
    declare(tags, 'tags', { default: [] });
    Resource({ module: MODULES[n % MODULES.length]!, label: name, plural: `${name.toLowerCase()}s`, title: 'name', icon: 'box' })(noun);
    grants(noun, { 'sales-rep': { read: 'team', create: true, update: 'own' }, marketing: { read: 'all', export: true } });
  }
  return Registry.build([Member, ...nouns.values()]);
}
