import { Injectable } from '@nestjs/common';
import type { CommonOptions, Field, Json, PersonalClass } from '#kernel/field/field.js';
import { isSafeKey } from '#kernel/field/json.js';
import { mirroredType } from '#kernel/field/mirrored.js';
import { customTypeNames, typeNamed } from '#kernel/field/types.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import type { ResourceModel } from './model.js';
import { fieldOf, Registry } from './registry.js';

/** A field that an organisation gave to a noun. It is known as `custom.<key>`; its values stand in `custom` of the record. */
export interface CustomFieldDefinition {
  resource: string;
  key: string;
  label: string;
  help: string | null;
  type: string;
  options: Json;
  required: boolean | null;
  list: number | null;
  search: CommonOptions['search'] | null;
  personal: PersonalClass;
}

/** Implemented by the platform; the kernel does not know where an organisation keeps its fields. */
export abstract class CustomFieldSource {
  /** Those of the organisation in scope, in the order in which they were made. */
  abstract definitions(): Promise<CustomFieldDefinition[]>;
}

const KEY = /^[a-z][A-Za-z0-9_]{0,39}$/;
/** A change takes effect within this time, everywhere. */
const FRESH_FOR_MS = 4_000;
const MOST_REMEMBERED = 20_000;

interface Remembered {
  registry: Registry | Promise<Registry>;
  signature: string | null;
  until: number;
}

/** The nouns as the organisation in scope has them: those of the product, with its own fields. */
@Injectable()
export class Nouns {
  private readonly remembered = new Map<string, Remembered>();

  constructor(
    private readonly registry: Registry,
    private readonly source: CustomFieldSource,
  ) {}

  /** The same registry as before for as long as nothing has changed, so that whatever hangs on it stays valid. */
  here(): Registry | Promise<Registry> {
    const organizationId = currentOrganizationId();
    const known = this.remembered.get(organizationId);
    return known && known.until > Date.now() ? known.registry : this.load(organizationId, known);
  }

  /** For whoever has just changed the fields of an organisation in this process. */
  forget(organizationId: string): void {
    const known = this.remembered.get(organizationId);
    // A copy: what is being loaded at the moment may have been read before the change.
    if (known) this.remembered.set(organizationId, { ...known, until: 0 });
  }

  private load(organizationId: string, before: Remembered | undefined): Promise<Registry> {
    const remembered: Remembered = { registry: this.registry, signature: null, until: Date.now() + FRESH_FOR_MS };
    const loading = this.source.definitions().then(
      (definitions) => {
        const signature = JSON.stringify(definitions);
        remembered.registry = before?.signature === signature ? before.registry : withCustomFields(this.registry, definitions);
        remembered.signature = signature;
        return remembered.registry;
      },
      (error: unknown) => {
        if (this.remembered.get(organizationId) === remembered) this.remembered.delete(organizationId);
        throw error;
      },
    );
    remembered.registry = loading;
    if (this.remembered.size >= MOST_REMEMBERED) this.remembered.clear();
    this.remembered.set(organizationId, remembered);
    return loading;
  }
}

export function isCustomKey(key: string): boolean {
  return KEY.test(key) && isSafeKey(key);
}

/** Nouns without fields of their own are the very objects of the registry. */
export function withCustomFields(registry: Registry, definitions: readonly CustomFieldDefinition[]): Registry {
  const fields = new Map<string, Field[]>();
  for (const definition of definitions) {
    const field = customField(definition);
    if (field) fields.set(definition.resource, [...(fields.get(definition.resource) ?? []), field]);
  }
  const extended = registry.resources.filter(({ name }) => fields.has(name)).map((resource) => extend(resource, fields.get(resource.name)!));
  return extended.length ? registry.with(extended) : registry;
}

function extend(resource: ResourceModel, own: readonly Field[]): ResourceModel {
  return Object.freeze({ ...resource, fields: new Map([...resource.fields, ...own.map((field): [string, Field] => [field.name, field])]) });
}

/** Null for a definition that this release cannot serve: the other fields and the noun itself work on. */
function customField({ key, label, help, type, options, required, list, search, personal }: CustomFieldDefinition): Field | null {
  const known = customTypeNames.includes(type) ? typeNamed(type, options as object) : undefined;
  if (!known || !isCustomKey(key)) return null;
  const common: CommonOptions = { label, personal, ...(help && { help }), ...(required && { required }), ...(list !== null && { list }), ...(search && { search }) };
  return fieldOf({ name: `custom.${key}`, type: mirroredType(known), options: { ...(options as object), ...common } }, 'custom');
}
