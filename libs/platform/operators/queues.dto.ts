import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsUUID } from 'class-validator';
import { ReasonInput } from './operator.dto.js';

const COUNT = { type: 'integer', format: 'int32', minimum: 0, maximum: 2_147_483_647 } as const;
const MOST_REPLAYED = 200;

export class ReplayInput extends ReasonInput {
  @ApiProperty({ type: [String], minItems: 1, maxItems: MOST_REPLAYED, items: { type: 'string', format: 'uuid', maxLength: 36 } })
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(MOST_REPLAYED) @ArrayUnique() @IsUUID(undefined, { each: true })
  ids!: string[];
}

export class QueueAnswer {
  @ApiProperty({ maxLength: 60 }) queue!: string;
  @ApiProperty({ ...COUNT, description: 'How many can be done at once by the workers that are there.' }) places!: number;
  @ApiProperty({ ...COUNT, description: 'Jobs that wait in the queue itself.' }) waiting!: number;
  @ApiProperty(COUNT) active!: number;
  @ApiProperty(COUNT) delayed!: number;
  @ApiProperty({ ...COUNT, description: 'Work whose time has come and that nobody has in hand, counted up to 200 for each organisation.' }) due!: number;
  @ApiProperty({ ...COUNT, description: 'Work that somebody has in hand.' }) inHand!: number;
  @ApiProperty({ ...COUNT, description: 'Work that failed for good.' }) dead!: number;
  @ApiProperty({ type: 'number', format: 'double', nullable: true, minimum: 0, maximum: 1e12, description: 'For how long the oldest work that is due has been so, in seconds.' }) oldestSeconds!: number | null;
}

export class BacklogAnswer {
  @ApiProperty({ format: 'uuid', maxLength: 36 }) organizationId!: string;
  @ApiProperty({ maxLength: 60 }) queue!: string;
  @ApiProperty(COUNT) due!: number;
  @ApiProperty(COUNT) inHand!: number;
  @ApiProperty(COUNT) dead!: number;
}

export class QueuesAnswer {
  @ApiProperty({ type: [QueueAnswer], maxItems: 100 }) queues!: QueueAnswer[];
  @ApiProperty({ type: [BacklogAnswer], maxItems: 100, description: 'Those that have most to be done, or anything dead.' }) organizations!: BacklogAnswer[];
}

export class DeadWorkAnswer {
  @ApiProperty({ format: 'uuid', maxLength: 36 }) id!: string;
  @ApiProperty({ maxLength: 60 }) queue!: string;
  @ApiProperty({ maxLength: 60 }) kind!: string;
  @ApiProperty(COUNT) attempts!: number;
  @ApiProperty({ type: String, nullable: true, maxLength: 500, description: 'Why it failed, the last time.' }) outcome!: string | null;
  @ApiProperty({ type: String, format: 'date-time', maxLength: 40 }) createdAt!: Date;
  @ApiProperty({ type: String, format: 'date-time', maxLength: 40 }) endedAt!: Date;
}

export class DeadAnswer {
  @ApiProperty({ type: [DeadWorkAnswer], maxItems: 200 }) data!: DeadWorkAnswer[];
}

export class ReplayedAnswer {
  @ApiProperty({ ...COUNT, description: 'Of those that were named, so many were dead and are to be done again.' }) replayed!: number;
}
