import { api } from './api.js';

/** What `GET /api/v1/meta` says: exactly what this person may see and do. A key that is missing means no. */
export interface Meta {
  language: string;
  menu: readonly { module: string; label: string; resources: readonly string[] }[];
  operators: Readonly<Record<string, readonly Operator[]>>;
  resources: readonly Noun[];
}

export interface Operator {
  name: string;
  say: string;
  takes: 'one' | 'many' | 'nothing';
}

export interface Noun {
  name: string;
  module: string;
  label: string;
  labelOfMany: string;
  path: string;
  icon?: string;
  /** Found among the settings, or only beside the records that it is about. */
  place?: 'settings' | 'beside';
  title: string | null;
  may: readonly string[];
  fields: readonly Field[];
  actions: readonly Verb[];
}

export interface Choice {
  value: string;
  label: string;
  pill?: string;
  to?: readonly string[];
  final?: boolean;
}

export interface Field {
  name: string;
  label: string;
  help?: string;
  type: string;
  widget: string;
  choices?: readonly Choice[];
  settings?: { max?: number; min?: number; decimals?: number; currency?: string; nounIn?: string };
  target?: string;
  relation?: string;
  required?: boolean;
  readOnly?: boolean;
  default?: unknown;
  list?: number;
  partOf?: boolean;
  searchable?: boolean;
  sortable?: boolean;
  filterable?: boolean;
  create?: boolean;
  update?: boolean;
}

export interface Verb {
  name: string;
  say: string;
  input?: JsonSchema;
}

export interface JsonSchema {
  type?: string | readonly string[];
  title?: string;
  description?: string;
  properties?: Readonly<Record<string, JsonSchema>>;
  required?: readonly string[];
  enum?: readonly unknown[];
  items?: JsonSchema;
  maxLength?: number;
  format?: string;
  default?: unknown;
  /** The noun whose records are meant. */
  'x-noun'?: string;
}

const metaApi = api.injectEndpoints({
  endpoints: (build) => ({ meta: build.query<Meta, void>({ query: () => '/api/v1/meta', transformResponse: withNounFields, providesTags: ['Meta'] }) }),
});

export const { useMetaQuery } = metaApi;

/** A field that names the noun of a record in another field is chosen among the nouns that people go to, once: of another noun there is no such record. */
function withNounFields(meta: Meta): Meta {
  const choices = meta.resources.filter(({ place, title }) => !place && title !== null).map(({ name, label }) => ({ value: name, label })).sort((a, b) => a.label.localeCompare(b.label));
  return { ...meta, resources: meta.resources.map((noun) => {
    const naming = new Set(noun.fields.map(({ settings }) => settings?.nounIn));
    return { ...noun, fields: noun.fields.map((field) => (naming.has(field.name) ? { ...field, widget: 'choice', choices, update: false } : field)) };
  }) };
}
