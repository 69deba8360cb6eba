import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';

const SLUG = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const A_SLUG = 'must be the short name of an organisation, such as acme';

export class SignInInput {
  @ApiProperty({ example: 'rep@acme.test', maxLength: 254 }) @IsString() @Length(1, 254) email!: string;
  @ApiProperty({ format: 'password', maxLength: 1000 }) @IsString() @Length(1, 1000) password!: string;
  @ApiPropertyOptional({ example: 'acme', description: 'Needed only by members of several organisations who want to enter one at once.' })
  @IsOptional() @IsString() @MaxLength(63) @Matches(SLUG, { message: `organization ${A_SLUG}` }) organization?: string;
}

export class SwitchInput {
  @ApiProperty({ example: 'globex' }) @IsString() @MaxLength(63) @Matches(SLUG, { message: `organization ${A_SLUG}` }) organization!: string;
}

export class AccountAnswer {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'email' }) email!: string;
  @ApiProperty() name!: string;
  @ApiProperty() superAdmin!: boolean;
}

export class OrganizationAnswer {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() slug!: string;
  @ApiProperty() name!: string;
}

export class MemberAnswer {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ format: 'email' }) email!: string;
  @ApiProperty({ type: String, nullable: true }) jobTitle!: string | null;
}

export class SignInAnswer {
  @ApiProperty() accessToken!: string;
  @ApiProperty({ enum: ['Bearer'] }) tokenType!: 'Bearer';
  @ApiProperty({ description: 'Seconds until the token ends.', maximum: 600 }) expiresIn!: number;
  @ApiProperty({ type: AccountAnswer }) account!: AccountAnswer;
  @ApiProperty({ type: OrganizationAnswer, nullable: true, description: 'Null until one is chosen: the token then only serves to choose.' }) organization!: OrganizationAnswer | null;
  @ApiProperty({ type: MemberAnswer, nullable: true }) member!: MemberAnswer | null;
  @ApiProperty({ type: [OrganizationAnswer], description: 'All that this person may enter.' }) organizations!: OrganizationAnswer[];
}

export class CurrentOrganizationAnswer extends OrganizationAnswer {
  @ApiProperty({ example: 'DE' }) country!: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ example: 'Europe/Berlin' }) timeZone!: string;
  @ApiProperty({ example: 'en' }) language!: string;
  @ApiProperty({ type: [String] }) modules!: readonly string[];
}

export class MeAnswer {
  @ApiProperty({ type: AccountAnswer }) account!: AccountAnswer;
  @ApiProperty({ type: CurrentOrganizationAnswer, nullable: true }) organization!: CurrentOrganizationAnswer | null;
  @ApiProperty({ type: MemberAnswer, nullable: true }) member!: MemberAnswer | null;
  @ApiProperty({ type: [String], example: ['sales-rep'] }) roles!: readonly string[];
  @ApiProperty({ type: String, nullable: true, example: 'en' }) language!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'Europe/Berlin' }) timeZone!: string | null;
  @ApiProperty({ type: [OrganizationAnswer] }) organizations!: OrganizationAnswer[];
}
