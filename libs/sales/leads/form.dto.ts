import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsEmail, IsOptional, IsString, Length, MaxLength } from 'class-validator';

const line = (maxLength: number, description?: string) => ApiPropertyOptional({ maxLength, ...(description && { description }) });

export class FormInput {
  @ApiProperty({ maxLength: 200, description: 'From the form as it was loaded, at most four hours ago.' }) @IsString() @Length(1, 200) token!: string;
  @line(200, 'Left empty by people: it is hidden from them.') @IsOptional() @IsString() @MaxLength(200) fax?: string;
  @line(120, 'The id of this submission where it was made; the same one a second time does nothing.') @IsOptional() @IsString() @Length(1, 120) externalId?: string;
  @line(80) @IsOptional() @IsString() @MaxLength(80) firstName?: string;
  @line(80) @IsOptional() @IsString() @MaxLength(80) lastName?: string;
  @line(254) @IsOptional() @IsEmail() @MaxLength(254) email?: string;
  @line(40) @IsOptional() @IsString() @MaxLength(40) phone?: string;
  @line(160) @IsOptional() @IsString() @MaxLength(160) companyName?: string;
  @line(500) @IsOptional() @IsString() @MaxLength(500) domain?: string;
  @line(120) @IsOptional() @IsString() @MaxLength(120) jobTitle?: string;
  @line(80) @IsOptional() @IsString() @MaxLength(80) city?: string;
  @line(2) @IsOptional() @IsString() @Length(2, 2) country?: string;
  @line(10_000) @IsOptional() @IsString() @MaxLength(10_000) message?: string;
  @ApiPropertyOptional({ description: 'That the consent text of the form was agreed to.' }) @IsOptional() @IsBoolean() consent?: boolean;
  @line(80, 'utm_source') @IsOptional() @IsString() @MaxLength(80) source?: string;
  @line(80, 'utm_medium') @IsOptional() @IsString() @MaxLength(80) medium?: string;
  @line(120, 'utm_campaign') @IsOptional() @IsString() @MaxLength(120) campaign?: string;
  @line(120, 'utm_term') @IsOptional() @IsString() @MaxLength(120) term?: string;
  @line(120, 'utm_content') @IsOptional() @IsString() @MaxLength(120) content?: string;
  @line(500, 'The page on which the form stands.') @IsOptional() @IsString() @MaxLength(500) page?: string;
  @line(500, 'Where the visitor came from.') @IsOptional() @IsString() @MaxLength(500) referrer?: string;
}

export class FormAnswer {
  @ApiProperty({ maxLength: 120 }) name!: string;
  @ApiProperty({ maxLength: 200, description: 'Goes back with what was filled in.' }) token!: string;
  @ApiProperty({ type: String, nullable: true, maxLength: 10_000 }) consentText!: string | null;
  @ApiProperty({ minimum: 1, maximum: 1_000_000, type: 'integer', format: 'int32' }) consentVersion!: number;
}

export class ReceivedAnswer {
  @ApiProperty({ type: String, nullable: true, maxLength: 2_000 }) thanks!: string | null;
}
