import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, Length, Matches } from 'class-validator';
import { text } from '#platform/docs/parts.js';

const SIGNATURE = /^[^\p{Cc}]*$/u;

export class QuotationLinkInput {
  @ApiProperty({ maxLength: 100, description: 'What stands after # in the link.' })
  @IsString() @Length(1, 100) token!: string;
}

class AnswerInput extends QuotationLinkInput {
  @ApiProperty({ maxLength: 64, description: 'The `hash` of what was read.' })
  @Matches(/^[0-9a-f]{64}$/) hash!: string;

  @ApiProperty({ maxLength: 120, description: 'Who answers.' })
  @IsString() @Length(2, 120) @Matches(SIGNATURE) name!: string;
}

export class AcceptQuotationInput extends AnswerInput {
  @ApiProperty({ required: false, maxLength: 100_000, description: 'The signature as it was drawn (the path of an SVG), or typed.' })
  @IsOptional() @IsString() @Length(1, 100_000) @Matches(SIGNATURE) signature?: string;
}

export class DeclineQuotationInput extends AnswerInput {
  @ApiProperty({ required: false, maxLength: 500 })
  @IsOptional() @IsString() @Length(1, 500) reason?: string;
}

export const SEEN = {
  type: 'object',
  required: ['state', 'closed', 'hash', 'document', 'answer'],
  properties: {
    state: text(20),
    closed: { anyOf: [text(200), { type: 'null' }], description: 'Why it cannot be answered; null while it can.' },
    hash: text(64),
    document: { type: 'object', maxProperties: 40, description: 'All that is printed, amounts in minor units.' },
    answer: { anyOf: [{ type: 'object', required: ['answer', 'name', 'answeredAt'], properties: { answer: text(20), name: text(120), answeredAt: { ...text(40), format: 'date-time' } } }, { type: 'null' }] },
  },
};
