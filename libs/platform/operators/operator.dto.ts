import { ApiProperty } from '@nestjs/swagger';
import { ArrayUnique, IsArray, IsIn, IsString, Length, Matches, ValidateBy } from 'class-validator';
import { mailboxOf } from '#kernel/field/email.js';
import { ONE_LINE } from '#platform/onboarding/account/account.dto.js';
import { OrganizationInput } from '#platform/onboarding/organization/organization.dto.js';
import { PRODUCT_MODULES } from '#platform/organizations/organization.js';

const STATUSES = ['active', 'suspended', 'closed'] as const;
/** By the same rule as in records, so that no organisation is made whose owner cannot be invited. */
const isAddress = ValidateBy({ name: 'email', validator: { validate: (value) => typeof value === 'string' && mailboxOf(value) !== null, defaultMessage: () => 'ownerEmail must be one e-mail address' } });
const MODULES = { enum: PRODUCT_MODULES, isArray: true, maxItems: PRODUCT_MODULES.length } as const;

export class NewOrganizationInput extends OrganizationInput {
  @ApiProperty({ format: 'email', example: 'owner@acme.test', maxLength: 254, description: 'Gets an invitation to be the owner.' }) @IsString() @Length(3, 254) @isAddress ownerEmail!: string;
}

export class OwnerInput {
  @ApiProperty({ format: 'email', example: 'owner@acme.test', maxLength: 254 }) @IsString() @Length(3, 254) @isAddress ownerEmail!: string;
}

export class ModulesInput {
  @ApiProperty(MODULES) @IsArray() @ArrayUnique() @IsIn(PRODUCT_MODULES, { each: true }) modules!: (typeof PRODUCT_MODULES)[number][];
}

export class ReasonInput {
  @ApiProperty({ example: 'Invoices of three months are open.', maxLength: 500 }) @IsString() @Length(3, 500) @Matches(ONE_LINE, { message: 'reason must be one line of text' }) reason!: string;
}

export class OperatedOrganizationAnswer {
  @ApiProperty({ format: 'uuid', maxLength: 36 }) id!: string;
  @ApiProperty({ maxLength: 63 }) slug!: string;
  @ApiProperty({ maxLength: 200 }) name!: string;
  @ApiProperty({ maxLength: 2 }) country!: string;
  @ApiProperty({ maxLength: 3 }) currency!: string;
  @ApiProperty({ maxLength: 64 }) timeZone!: string;
  @ApiProperty({ maxLength: 35 }) language!: string;
  @ApiProperty({ enum: STATUSES }) status!: (typeof STATUSES)[number];
  @ApiProperty({ type: [String], maxItems: 50, items: { type: 'string', maxLength: 60 } }) modules!: string[];
  @ApiProperty({ type: 'integer', format: 'int32', minimum: 0, maximum: 2_147_483_647, description: 'Who can sign in to it.' }) members!: number;
  @ApiProperty({ type: String, format: 'date-time', maxLength: 40 }) createdAt!: Date;
  @ApiProperty({ type: String, format: 'date-time', maxLength: 40 }) updatedAt!: Date;
}

export class PageEndAnswer {
  @ApiProperty({ type: String, format: 'uuid', nullable: true, maxLength: 36 }) next!: string | null;
}

export class OrganizationsAnswer {
  @ApiProperty({ type: [OperatedOrganizationAnswer], maxItems: 50 }) data!: OperatedOrganizationAnswer[];
  @ApiProperty({ type: PageEndAnswer }) page!: PageEndAnswer;
}
