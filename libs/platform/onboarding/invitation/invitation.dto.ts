import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsOptional, IsString, Length, Matches } from 'class-validator';
import { LinkInput, ONE_LINE } from '../account/account.dto.js';

export class AcceptInput extends LinkInput {
  @ApiPropertyOptional({ example: 'Ada Lovelace', maxLength: 120, description: 'Needed by whoever has no account yet.' })
  @IsOptional() @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim().normalize('NFC') : value)) @IsString() @Length(1, 120) @Matches(ONE_LINE, { message: 'name must be one line of text' }) name?: string;
  @ApiPropertyOptional({ format: 'password', minLength: 8, maxLength: 1_000, description: 'Needed by whoever has no account yet.' }) @IsOptional() @IsString() @Length(8, 1_000) password?: string;
}

export class InvitedAnswer {
  @ApiProperty({ maxLength: 200 }) organization!: string;
  @ApiProperty({ type: String, nullable: true, maxLength: 120 }) inviter!: string | null;
  @ApiProperty({ format: 'email', maxLength: 254 }) email!: string;
  @ApiProperty({ format: 'date-time', maxLength: 40 }) expiresAt!: string;
  @ApiProperty({ description: 'True: sign in with the address, then accept. False: choose name and password.' }) hasAccount!: boolean;
}

export class JoinedOrganization {
  @ApiProperty({ format: 'uuid', maxLength: 36 }) id!: string;
  @ApiProperty({ maxLength: 63 }) slug!: string;
  @ApiProperty({ maxLength: 200 }) name!: string;
}

export class JoinedAnswer {
  @ApiProperty({ type: JoinedOrganization }) organization!: JoinedOrganization;
  @ApiProperty({ format: 'email', maxLength: 254 }) email!: string;
}
