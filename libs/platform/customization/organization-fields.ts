import { Injectable } from '@nestjs/common';
import { CustomFieldSource, type CustomFieldDefinition } from '#kernel/resource/custom-fields.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { definitionsOf } from './custom-field.query.js';

/** The fields that the organisation in scope has defined. */
@Injectable()
export class OrganizationFields extends CustomFieldSource {
  constructor(private readonly tenancy: Tenancy) {
    super();
  }

  override definitions(): Promise<CustomFieldDefinition[]> {
    return this.tenancy.read<CustomFieldDefinition>(definitionsOf(currentOrganizationId()));
  }
}
