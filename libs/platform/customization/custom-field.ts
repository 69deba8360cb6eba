import { Flag } from '#kernel/field/boolean.js';
import { Choice } from '#kernel/field/choice.js';
import type { Json, PersonalClass } from '#kernel/field/field.js';
import { JsonField } from '#kernel/field/json.js';
import { Num } from '#kernel/field/number.js';
import { Text } from '#kernel/field/text.js';
import { customTypeNames } from '#kernel/field/types.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grantsNobody } from '#kernel/resource/grants.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';

const PERSONAL = { personal: 'Personal', sensitive: 'Sensitive', financial: 'Financial', none: 'Not personal' } as const;
/** Where people say it otherwise than programs do. */
const SAID: { readonly [type: string]: string } = { boolean: 'Yes or no', integer: 'Whole number', moment: 'Date and time', money: 'Amount of money', url: 'Link' };
const TYPES = Object.fromEntries(customTypeNames.map((name) => [name, SAID[name] ? { label: SAID[name] } : {}]));
const WEIGHTS = ['A', 'B', 'C', 'D'] as const;

/** A field that an organisation gives to a noun. Noun, key and type stand for as long as there may be values. */
@Resource({ module: 'customization', label: 'Custom field', plural: 'custom-fields', title: 'label', icon: 'list-plus', place: 'settings' })
export class CustomField extends TenantRow {
  /** Noun and key, so that a noun has each key once. */
  @Text({ readOnly: true, max: 120, personal: 'none', unique: 'live' }) place!: string | null;
  @Text({ required: true, max: 60, personal: 'none', list: 1 }) resource!: string;
  @Text({ required: true, max: 40, personal: 'none', list: 2 }) key!: string;
  @Text({ required: true, max: 80, personal: 'none', list: 3 }) label!: string;
  @Text({ max: 300, personal: 'none' }) help!: string | null;
  @Choice(TYPES, { required: true, list: 4 }) type!: string;
  @JsonField({ personal: 'none' }) options!: Json;
  @Flag() required!: boolean | null;
  @Num({ integer: true, min: 0, max: 1_000 }) list!: number | null;
  @Choice(WEIGHTS) search!: (typeof WEIGHTS)[number] | null;
  @Choice(PERSONAL, { required: true, default: 'personal' }) personal!: PersonalClass;
}

grantsNobody(CustomField);
