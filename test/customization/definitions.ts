import type { Json } from '#kernel/field/field.js';
import { customTypeNames } from '#kernel/field/types.js';
import { WriteDoor } from '#kernel/pipeline/write.js';
import { Registry } from '#kernel/resource/registry.js';
import { CustomField } from '#platform/customization/custom-field.js';
import type { Tenant, TwoTenants } from '#test/worlds/two-tenants.js';

export interface NewField {
  [name: string]: Json;
}

/** Through the door, as a screen for it will do. */
export async function define(world: TwoTenants, tenant: Tenant, field: NewField): Promise<string> {
  const { json } = await world.inside(tenant, () => world.get(WriteDoor).create(world.app.get(Registry).of(CustomField), field));
  return (JSON.parse(json) as { id: string }).id;
}

/** One value of each type, and another that stands behind it in order. */
export const SAMPLES: { readonly [type: string]: { options?: NewField; values: [Json, Json]; shown?: [Json, Json]; wrong: Json } } = {
  text: { options: { max: 40 }, values: ['Alpha quadrant', "Beta's \"50%\" {x}"], wrong: 7 },
  'long-text': { values: ['Aspen\nin two lines', 'Birch'], wrong: 'NUL\u0001' },
  email: { values: ['Anna@Example.com', 'bert@example.com'], shown: ['anna@example.com', 'bert@example.com'], wrong: 'nobody' },
  phone: { options: { country: 'DE' }, values: ['030 1234567', '+49 40 7654321'], shown: ['+49301234567', '+49407654321'], wrong: 'call me' },
  url: { values: ['acorn.example', 'https://beech.example/x'], shown: ['https://acorn.example/', 'https://beech.example/x'], wrong: 'ftp:/x' },
  domain: { values: ['https://www.ash.example/', 'birch.example'], shown: ['ash.example', 'birch.example'], wrong: 'no domain' },
  money: { options: { currency: 'EUR' }, values: [{ amount: 100, currency: 'EUR' }, { amount: 250, currency: 'EUR' }], wrong: 1 },
  number: { options: { decimals: 2 }, values: [-1.5, 2.25], wrong: '2' },
  integer: { values: [-3, 9], wrong: 1.5 },
  percent: { values: [10, 55.5], wrong: 'half' },
  rating: { options: { max: 5 }, values: [1, 4], wrong: 6 },
  boolean: { values: [false, true], wrong: 'yes' },
  date: { values: ['2026-01-31', '2026-02-01'], wrong: '2026-02-30' },
  moment: { values: ['2026-01-31T10:00:00Z', '2026-01-31T12:00:00+01:00'], shown: ['2026-01-31T10:00:00.000000Z', '2026-01-31T11:00:00.000000Z'], wrong: '2026-01-31' },
  duration: { values: [60, 'PT1H'], shown: [60, 3_600], wrong: -1 },
  choice: { options: { choices: [{ value: 'north', label: 'North' }, { value: 'east', label: 'East' }] }, values: ['east', 'north'], wrong: 'up' },
  tags: { values: [['Ant', 'Common'], ['Bee', 'Common']], wrong: 'Ant' },
};

/** Every type, as `<type>Field` of contacts; those with text are searched. */
export async function defineEveryType(world: TwoTenants, tenant: Tenant): Promise<void> {
  for (const type of customTypeNames) await define(world, tenant, definitionOf(type));
}

export function keyOf(type: string): string {
  return `${type.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}Field`;
}

function definitionOf(type: string): NewField {
  const searched = ['text', 'long-text', 'email', 'phone', 'url', 'domain'].includes(type);
  return { resource: 'contact', key: keyOf(type), label: `Own ${type}`, type, options: SAMPLES[type]!.options ?? {}, ...(searched && { search: 'C' }) };
}
