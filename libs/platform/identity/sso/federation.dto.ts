import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsEmail, IsOptional, IsString, Matches, MaxLength } from 'class-validator';

/** A page of ours, by its path: nobody is led anywhere else. */
const OWN_PATH = /^\/(?![/\\])[^\\\p{Cc}\s]*$/u;

export class AgainInput {
  @ApiPropertyOptional({ default: '/', maxLength: 500, description: 'The page of ours to come back to.' }) @IsOptional() @IsString() @MaxLength(500) @Matches(OWN_PATH, { message: 'returnTo must be the path of a page of ours, such as /contacts' }) returnTo?: string;
}

export class FederatedSignInInput extends AgainInput {
  @ApiProperty({ format: 'email', example: 'rep@acme.test', maxLength: 254 }) @IsEmail() @MaxLength(254) email!: string;
}

export class BegunAnswer {
  @ApiProperty({ format: 'uri', maxLength: 1_000, description: 'To be opened by the same browser, within ten minutes.' }) url!: string;
}

export class SignedOutAnswer {
  @ApiProperty({ type: String, format: 'uri', nullable: true, maxLength: 4_000 }) url!: string | null;
}

export class EnforcementInput {
  @ApiProperty({ description: 'True: members come in through the identity provider alone, but for those who are marked for when it fails.' }) @IsBoolean() enforced!: boolean;
}

export class BreakGlassInput {
  @ApiProperty({ description: 'True: may come in without the identity provider.' }) @IsBoolean() allowed!: boolean;
}

export class EnforcementAnswer {
  @ApiProperty() enforced!: boolean;
  @ApiProperty({ type: [String], maxItems: 1_000, items: { type: 'string', format: 'uuid', maxLength: 36 }, description: 'The members who may come in without the provider.' }) breakGlass!: string[];
}
