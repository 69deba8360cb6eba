import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { LANGUAGES, type Language } from '#platform/mail/letter.js';
import { IsMailbox } from '../mailbox.js';

/** Nothing that would not print, and nothing that would break a line. */
// eslint-disable-next-line no-control-regex
export const ONE_LINE = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]+$/;

const trimmed = Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim().normalize('NFC') : value));

export class AddressInput {
  @ApiProperty({ format: 'email', example: 'ada@example.com', maxLength: 254 }) @IsMailbox() email!: string;
  @ApiPropertyOptional({ enum: LANGUAGES, description: 'Of the mail.' }) @IsOptional() @IsIn(LANGUAGES) language?: Language;
}

export class LinkInput {
  @ApiProperty({ format: 'password', maxLength: 200, description: 'What stands after # in the link.' }) @IsString() @MaxLength(200) token!: string;
}

export class RegistrationInput extends LinkInput {
  @ApiProperty({ example: 'Ada Lovelace', maxLength: 120 }) @trimmed @IsString() @Length(1, 120) @Matches(ONE_LINE, { message: 'name must be one line of text' }) name!: string;
  @ApiProperty({ format: 'password', minLength: 8, maxLength: 1_000 }) @IsString() @Length(8, 1_000) password!: string;
}

export class NewPasswordInput extends LinkInput {
  @ApiProperty({ format: 'password', minLength: 8, maxLength: 1_000 }) @IsString() @Length(8, 1_000) password!: string;
}

/** The same whatever is the case. */
export class MailAskedAnswer {
  @ApiProperty({ maxLength: 200, example: 'A mail is on its way, if there is anything to say to this address.' }) message!: string;
}

export const ASKED: MailAskedAnswer = { message: 'A mail is on its way, if there is anything to say to this address.' };

export class RegisteredAnswer {
  @ApiProperty({ format: 'email', maxLength: 254 }) email!: string;
  @ApiProperty({ maxLength: 120 }) name!: string;
}

export class AddressConfirmedAnswer {
  @ApiProperty({ description: 'False while the other address has yet to confirm.' }) changed!: boolean;
}
