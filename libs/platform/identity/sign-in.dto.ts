import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { LANGUAGES, type Language } from '#platform/mail/letter.js';
import { isTimeZone } from './is-time-zone.js';

const SLUG = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const A_SLUG = 'must be the short name of an organisation, such as acme, or its id';

const NAME = { type: 'string', maxLength: 60 } as const;

export class SignInInput {
  @ApiProperty({ example: 'rep@acme.test', maxLength: 254 }) @IsString() @Length(1, 254) email!: string;
  @ApiProperty({ format: 'password', maxLength: 1000 }) @IsString() @Length(1, 1000) password!: string;
  @ApiPropertyOptional({ example: 'acme', description: 'The short name or the id. Needed only by members of several organisations who want to enter one at once.' })
  @IsOptional() @IsString() @MaxLength(63) @Matches(SLUG, { message: `organization ${A_SLUG}` }) organization?: string;
  @ApiPropertyOptional({ enum: ['token', 'cookie'], default: 'token', description: 'Browsers ask for cookies, which no script can read: the tokens are then not in the answer.' })
  @IsOptional() @IsIn(['token', 'cookie']) session?: 'token' | 'cookie';
}

export class SwitchInput {
  @ApiProperty({ example: 'globex', description: 'The short name or the id.' }) @IsString() @MaxLength(63) @Matches(SLUG, { message: `organization ${A_SLUG}` }) organization!: string;
}

export class RefreshInput {
  @ApiPropertyOptional({ format: 'password', maxLength: 100, description: 'Not needed when it comes in the cookie.' }) @IsOptional() @IsString() @Length(1, 100) refreshToken?: string;
}

export class PasswordChangeInput {
  @ApiProperty({ format: 'password', maxLength: 1000 }) @IsString() @Length(1, 1000) present!: string;
  @ApiProperty({ format: 'password', minLength: 8, maxLength: 1000 }) @IsString() @Length(8, 1000) password!: string;
}

export class AccountAnswer {
  @ApiProperty({ format: 'uuid', maxLength: 36 }) id!: string;
  @ApiProperty({ format: 'email', maxLength: 254 }) email!: string;
  @ApiProperty({ maxLength: 200 }) name!: string;
  @ApiProperty() superAdmin!: boolean;
}

export class OrganizationAnswer {
  @ApiProperty({ format: 'uuid', maxLength: 36 }) id!: string;
  @ApiProperty({ maxLength: 63 }) slug!: string;
  @ApiProperty({ maxLength: 200 }) name!: string;
}

export class MemberAnswer {
  @ApiProperty({ format: 'uuid', maxLength: 36 }) id!: string;
  @ApiProperty({ maxLength: 200 }) name!: string;
  @ApiProperty({ format: 'email', maxLength: 254 }) email!: string;
  @ApiProperty({ type: String, nullable: true, maxLength: 120 }) jobTitle!: string | null;
}

export class TokensAnswer {
  @ApiProperty({ type: String, nullable: true, maxLength: 4096, description: 'Null when it is in the cookie.' }) accessToken!: string | null;
  @ApiProperty({ type: String, nullable: true, maxLength: 100, description: 'Good for one use, with /auth/refresh. Null when it is in the cookie, or when the one that is held goes on.' }) refreshToken!: string | null;
  @ApiProperty({ enum: ['Bearer', 'Cookie'] }) tokenType!: 'Bearer' | 'Cookie';
  @ApiProperty({ description: 'Seconds until the access token ends.', maximum: 600 }) expiresIn!: number;
}

export class SignInAnswer extends TokensAnswer {
  @ApiProperty({ enum: ['signed_in'] }) status!: 'signed_in';
  @ApiProperty({ type: AccountAnswer }) account!: AccountAnswer;
  @ApiProperty({ type: OrganizationAnswer, nullable: true, description: 'Null until one is chosen: the token then only serves to choose.' }) organization!: OrganizationAnswer | null;
  @ApiProperty({ type: MemberAnswer, nullable: true }) member!: MemberAnswer | null;
  @ApiProperty({ type: [OrganizationAnswer], maxItems: 1000, description: 'All that this person may enter.' }) organizations!: OrganizationAnswer[];
}

export class CurrentOrganizationAnswer extends OrganizationAnswer {
  @ApiProperty({ example: 'DE', maxLength: 2 }) country!: string;
  @ApiProperty({ example: 'EUR', maxLength: 3 }) currency!: string;
  @ApiProperty({ example: 'Europe/Berlin', maxLength: 64 }) timeZone!: string;
  @ApiProperty({ example: 'en', maxLength: 35 }) language!: string;
  @ApiProperty({ type: [String], maxItems: 50, items: NAME }) modules!: readonly string[];
}

export class MeAnswer {
  @ApiProperty({ type: AccountAnswer }) account!: AccountAnswer;
  @ApiProperty({ type: CurrentOrganizationAnswer, nullable: true }) organization!: CurrentOrganizationAnswer | null;
  @ApiProperty({ type: MemberAnswer, nullable: true }) member!: MemberAnswer | null;
  @ApiProperty({ type: [String], maxItems: 100, items: NAME, example: ['sales-rep'] }) roles!: readonly string[];
  @ApiProperty({ type: String, nullable: true, example: 'en', maxLength: 35 }) language!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'Europe/Berlin', maxLength: 64 }) timeZone!: string | null;
  @ApiProperty({ type: [OrganizationAnswer], maxItems: 1000 }) organizations!: OrganizationAnswer[];
}

export class PreferencesInput {
  @ApiPropertyOptional({ type: String, nullable: true, enum: [...LANGUAGES, null] }) @IsOptional() @IsIn(LANGUAGES) language?: Language | null;
  @ApiPropertyOptional({ type: String, nullable: true, example: 'Europe/Berlin', maxLength: 64 }) @IsOptional() @isTimeZone timeZone?: string | null;
}
