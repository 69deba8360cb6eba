import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsObject, IsOptional, IsString, IsUUID, Length, Matches, MaxLength } from 'class-validator';

const TOKEN = { format: 'password', maxLength: 100 } as const;
/** As the browser's own API gives and takes it; what is in it is checked by the ceremony itself. */
const CEREMONY = { type: 'object', additionalProperties: true, maxProperties: 20 } as const;
const METHODS = ['totp', 'passkey', 'recovery-code', 'password'];
const SLUG = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** One of them. */
export class ProvingInput {
  @ApiProperty(TOKEN) @IsString() @Length(1, 100) token!: string;
  @ApiPropertyOptional({ example: '492039', maxLength: 6 }) @IsOptional() @IsString() @Matches(/^\d{6}$/, { message: 'code must be the six digits that are shown' }) code?: string;
  @ApiPropertyOptional({ format: 'password', maxLength: 40 }) @IsOptional() @IsString() @Length(1, 40) recoveryCode?: string;
  @ApiPropertyOptional({ ...CEREMONY, description: 'What navigator.credentials.get() has answered, as JSON.' }) @IsOptional() @IsObject() passkey?: object;
}

export class SecondFactorInput extends ProvingInput {
  @ApiPropertyOptional({ enum: ['token', 'cookie'], default: 'token' }) @IsOptional() @IsIn(['token', 'cookie']) session?: 'token' | 'cookie';
}

export class StepUpInput extends ProvingInput {
  @ApiPropertyOptional({ format: 'password', maxLength: 1000, description: 'Where there is no second factor.' }) @IsOptional() @IsString() @Length(1, 1000) password?: string;
}

export class PasskeySignInInput {
  @ApiProperty(TOKEN) @IsString() @Length(1, 100) token!: string;
  @ApiProperty({ ...CEREMONY, description: 'What navigator.credentials.get() has answered, as JSON.' }) @IsObject() response!: object;
  @ApiPropertyOptional({ example: 'acme', maxLength: 63 }) @IsOptional() @IsString() @MaxLength(63) @Matches(SLUG, { message: 'organization must be the short name of an organisation, such as acme, or its id' }) organization?: string;
  @ApiPropertyOptional({ enum: ['token', 'cookie'], default: 'token' }) @IsOptional() @IsIn(['token', 'cookie']) session?: 'token' | 'cookie';
}

export class AskedAnswer {
  @ApiProperty(TOKEN) token!: string;
  @ApiProperty({ type: [String], maxItems: 4, items: { type: 'string', enum: METHODS } }) methods!: string[];
  @ApiProperty({ ...CEREMONY, nullable: true, description: 'For navigator.credentials.get(), when there is a passkey.' }) passkey!: object | null;
}

export class SecondFactorAnswer extends AskedAnswer {
  @ApiProperty({ enum: ['mfa_required'], description: 'Go on with /auth/sign-in/second-factor, within five minutes.' }) status!: 'mfa_required';
}

export class CeremonyAnswer {
  @ApiProperty(TOKEN) token!: string;
  @ApiProperty({ ...CEREMONY, description: 'For navigator.credentials.' }) options!: object;
}

export class NameInput {
  @ApiProperty({ example: 'Telephone', maxLength: 80 }) @IsString() @Length(1, 80) @Matches(/^[^\p{Cc}]*\S[^\p{Cc}]*$/u, { message: 'name must have a letter that can be seen' }) name!: string;
}

export class TotpConfirmInput {
  @ApiProperty({ format: 'uuid', maxLength: 36 }) @IsUUID() id!: string;
  @ApiProperty({ example: '492039', maxLength: 6 }) @IsString() @Matches(/^\d{6}$/, { message: 'code must be the six digits that are shown' }) code!: string;
}

export class PasskeyEnrolmentInput extends NameInput {
  @ApiProperty(TOKEN) @IsString() @Length(1, 100) token!: string;
  @ApiProperty({ ...CEREMONY, description: 'What navigator.credentials.create() has answered, as JSON.' }) @IsObject() response!: object;
}

export class FactorAnswer {
  @ApiProperty({ format: 'uuid', maxLength: 36 }) id!: string;
  @ApiProperty({ enum: ['totp', 'passkey'] }) kind!: 'totp' | 'passkey';
  @ApiProperty({ maxLength: 80 }) name!: string;
  @ApiProperty({ type: String, format: 'date-time', maxLength: 30 }) createdAt!: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, maxLength: 30 }) lastUsedAt!: Date | null;
}

export class FactorsAnswer {
  @ApiProperty({ type: [FactorAnswer], maxItems: 10 }) factors!: FactorAnswer[];
  @ApiProperty({ minimum: 0, maximum: 10 }) recoveryCodesLeft!: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, maxLength: 30, description: 'From when on the organisation of the token lets nobody in without a second factor; null for never.' }) demandedFrom!: Date | null;
}

export class TotpBegunAnswer {
  @ApiProperty({ format: 'uuid', maxLength: 36 }) id!: string;
  @ApiProperty({ format: 'password', maxLength: 64, description: 'Shown once, for those who type it.' }) secret!: string;
  @ApiProperty({ maxLength: 600, description: 'Shown once, as a picture to be scanned.' }) uri!: string;
}

export class RecoveryCodesAnswer {
  @ApiProperty({ type: [String], nullable: true, maxItems: 10, items: { type: 'string', maxLength: 20 }, description: 'Shown once. Null when those that were given before stay good.' }) recoveryCodes!: string[] | null;
}
