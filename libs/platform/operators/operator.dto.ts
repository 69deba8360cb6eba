import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayUnique, IsArray, IsEmail, IsIn, IsOptional, IsString, IsUUID, Length, Matches, ValidateBy, ValidateNested } from 'class-validator';
import { currencies } from '#kernel/field/currency.js';
import { isZone } from '#kernel/field/zone.js';
import { PRODUCT_MODULES } from '#platform/organizations/organization.js';

const SLUG = /^[a-z0-9]([a-z0-9-]{1,61}[a-z0-9])$/;
const ONE_LINE = /^[^\p{Cc}\p{Cs}]+$/u;
const LANGUAGES = ['en', 'de', 'ar'] as const;
const STATUSES = ['active', 'suspended', 'closed'] as const;
const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
const isCountry = ValidateBy({ name: 'country', validator: { validate: (value) => typeof value === 'string' && /^[A-Z]{2}$/.test(value) && regions.of(value) !== undefined, defaultMessage: () => 'country must be a country such as DE' } });
const isTimeZone = ValidateBy({ name: 'timeZone', validator: { validate: isZone, defaultMessage: () => 'timeZone must be a zone such as Europe/Berlin' } });
const MODULES = { enum: PRODUCT_MODULES, isArray: true, maxItems: PRODUCT_MODULES.length } as const;

export class OwnerInput {
  @ApiProperty({ example: 'owner@acme.test', maxLength: 254 }) @IsEmail() email!: string;
  @ApiProperty({ example: 'Ada Owner', maxLength: 120 }) @IsString() @Length(1, 120) @Matches(ONE_LINE, { message: 'name must be one line of text' }) name!: string;
}

export class NewOrganizationInput {
  @ApiProperty({ example: 'Acme Works', maxLength: 200 }) @IsString() @Length(1, 200) @Matches(ONE_LINE, { message: 'name must be one line of text' }) name!: string;
  @ApiProperty({ example: 'acme-works', minLength: 3, maxLength: 63 }) @IsString() @Length(3, 63) @Matches(SLUG, { message: 'slug must be small letters, digits and hyphens, such as acme-works' }) slug!: string;
  @ApiProperty({ example: 'DE', maxLength: 2 }) @IsString() @isCountry country!: string;
  @ApiProperty({ example: 'EUR', maxLength: 3 }) @IsIn(currencies, { message: 'currency must be a currency such as EUR' }) currency!: string;
  @ApiProperty({ example: 'Europe/Berlin', maxLength: 64 }) @IsString() @isTimeZone timeZone!: string;
  @ApiProperty({ enum: LANGUAGES }) @IsIn(LANGUAGES) language!: (typeof LANGUAGES)[number];
  @ApiProperty(MODULES) @IsArray() @ArrayUnique() @IsIn(PRODUCT_MODULES, { each: true }) modules!: (typeof PRODUCT_MODULES)[number][];
  @ApiProperty({ type: OwnerInput }) @ValidateNested() @Type(() => OwnerInput) owner!: OwnerInput;
}

export class ModulesInput {
  @ApiProperty(MODULES) @IsArray() @ArrayUnique() @IsIn(PRODUCT_MODULES, { each: true }) modules!: (typeof PRODUCT_MODULES)[number][];
}

export class ReasonInput {
  @ApiProperty({ example: 'Invoices of three months are open.', maxLength: 500 }) @IsString() @Length(3, 500) @Matches(ONE_LINE, { message: 'reason must be one line of text' }) reason!: string;
}

export class OrganizationsQuery {
  @ApiPropertyOptional({ maxLength: 100, description: 'Part of the name or of the short name.' }) @IsOptional() @IsString() @Length(1, 100) q?: string;
  @ApiPropertyOptional({ enum: STATUSES }) @IsOptional() @IsIn(STATUSES) status?: (typeof STATUSES)[number];
  @ApiPropertyOptional({ maxLength: 63, description: '`page.next` of the page before.' }) @IsOptional() @IsString() @Matches(/^[a-z0-9-]{1,63}$/, { message: 'after must be page.next of the page before' }) after?: string;
}

export class IdParam {
  @ApiProperty({ format: 'uuid', maxLength: 36 }) @IsUUID() id!: string;
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
  @ApiProperty({ type: String, nullable: true, maxLength: 63 }) next!: string | null;
}

export class OrganizationsAnswer {
  @ApiProperty({ type: [OperatedOrganizationAnswer], maxItems: 50 }) data!: OperatedOrganizationAnswer[];
  @ApiProperty({ type: PageEndAnswer }) page!: PageEndAnswer;
}
