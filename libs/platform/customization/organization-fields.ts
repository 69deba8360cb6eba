import { Injectable } from '@nestjs/common';
import type { Json } from '#kernel/field/field.js';
import { CustomFieldSource, type CustomFieldDefinition } from '#kernel/resource/custom-fields.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { definitionsOf } from './custom-field.query.js';
import type { OwnChoice } from './custom-options.js';

/** The fields that the organisation in scope has defined. */
@Injectable()
export class OrganizationFields extends CustomFieldSource {
  constructor(private readonly tenancy: Tenancy) {
    super();
  }

  override async definitions(): Promise<CustomFieldDefinition[]> {
    const definitions = await this.tenancy.read<CustomFieldDefinition>(definitionsOf(currentOrganizationId()));
    return definitions.map((definition) => ({ ...definition, options: asDeclared(definition.options) }));
  }
}

/** As the types of the kernel take their options in a declaration. */
function asDeclared(options: Json): Json {
  const { choices, ...others } = options as { choices?: OwnChoice[]; [option: string]: unknown };
  return { ...others, ...(choices && { choices: Object.fromEntries(choices.map(({ value, label }) => [value, label])) }) } as Json;
}
