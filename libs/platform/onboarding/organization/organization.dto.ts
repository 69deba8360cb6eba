import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsString, Length, Matches, ValidateBy } from 'class-validator';
import { currencies } from '#kernel/field/currency.js';
import { isTimeZone } from '#platform/identity/is-time-zone.js';
import { LANGUAGES, type Language } from '#platform/mail/letter.js';
import { PRODUCT_MODULES } from '#platform/organizations/organization.js';
import { ONE_LINE } from '../account/account.dto.js';

const SLUG = /^[a-z0-9]([a-z0-9-]{1,61}[a-z0-9])$/;
/** Names that people would take for ours. */
const RESERVED = ['admin', 'api', 'app', 'auth', 'help', 'mail', 'root', 'status', 'superadmin', 'support', 'system', 'tessera', 'www'];
const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

const isCountry = ValidateBy({ name: 'country', validator: { validate: (value) => typeof value === 'string' && /^[A-Z]{2}$/.test(value) && regions.of(value) !== undefined, defaultMessage: () => 'country must be a country such as DE' } });
const isFree = ValidateBy({ name: 'slug', validator: { validate: (value) => !RESERVED.includes(value as string), defaultMessage: () => 'slug is a name that we keep for ourselves' } });

export class OrganizationInput {
  @ApiProperty({ example: 'Acme Works', maxLength: 200 })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim().normalize('NFC') : value)) @IsString() @Length(1, 200) @Matches(ONE_LINE, { message: 'name must be one line of text' }) name!: string;
  @ApiProperty({ example: 'acme-works', minLength: 3, maxLength: 63, description: 'Short name, for addresses and for signing in.' }) @IsString() @Length(3, 63) @Matches(SLUG, { message: 'slug must be small letters, digits and hyphens, such as acme-works' }) @isFree slug!: string;
  @ApiProperty({ example: 'DE', maxLength: 2 }) @IsString() @isCountry country!: string;
  @ApiProperty({ example: 'EUR', maxLength: 3 }) @IsIn(currencies, { message: 'currency must be a currency such as EUR' }) currency!: string;
  @ApiProperty({ example: 'Europe/Berlin', maxLength: 64 }) @IsString() @isTimeZone timeZone!: string;
  @ApiProperty({ enum: LANGUAGES }) @IsIn(LANGUAGES) language!: Language;
  @ApiProperty({ enum: PRODUCT_MODULES, isArray: true, minItems: 1, maxItems: PRODUCT_MODULES.length }) @IsArray() @ArrayMinSize(1) @ArrayUnique() @IsIn(PRODUCT_MODULES, { each: true }) modules!: (typeof PRODUCT_MODULES)[number][];
}

export class CreatedOrganization {
  @ApiProperty({ format: 'uuid', maxLength: 36 }) id!: string;
  @ApiProperty({ maxLength: 63 }) slug!: string;
  @ApiProperty({ maxLength: 200 }) name!: string;
}

export class FirstStepAnswer {
  @ApiProperty({ maxLength: 60, example: 'invite' }) key!: string;
  @ApiProperty({ maxLength: 200 }) say!: string;
  @ApiProperty({ maxLength: 60, example: 'company', description: 'What is made by it.' }) noun!: string;
  @ApiProperty() done!: boolean;
}

export class FirstStepsAnswer {
  @ApiProperty() dismissed!: boolean;
  @ApiProperty({ type: [FirstStepAnswer], maxItems: 100 }) steps!: FirstStepAnswer[];
}

export class DismissInput {
  @ApiProperty({ description: 'False brings the list back.' }) @IsBoolean() dismissed!: boolean;
}
