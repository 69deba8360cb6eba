import { ApiProperty } from '@nestjs/swagger';
import type { Session } from './session.js';

const TIME = { type: String, format: 'date-time', maxLength: 30 } as const;

export class SessionAnswer {
  @ApiProperty({ format: 'uuid', maxLength: 36 }) id!: string;
  @ApiProperty({ description: 'The one that asks.' }) current!: boolean;
  @ApiProperty({ type: [String], maxItems: 10, items: { type: 'string', maxLength: 20 }, example: ['password', 'totp'] }) methods!: string[];
  @ApiProperty({ type: String, nullable: true, maxLength: 200, description: 'What the browser or program says of itself.' }) device!: string | null;
  @ApiProperty({ maxLength: 64, description: 'The network it was opened from.' }) place!: string;
  @ApiProperty(TIME) openedAt!: Date;
  @ApiProperty(TIME) seenAt!: Date;
  @ApiProperty(TIME) endsAt!: Date;
}

export class SessionsAnswer {
  @ApiProperty({ type: [SessionAnswer], maxItems: 200 }) data!: SessionAnswer[];
}

export class AccountEventAnswer {
  @ApiProperty({ format: 'uuid', maxLength: 36 }) id!: string;
  @ApiProperty(TIME) happenedAt!: Date;
  @ApiProperty({ maxLength: 40, example: 'signed-in' }) what!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, maxLength: 36 }) sessionId!: string | null;
  @ApiProperty({ type: String, nullable: true, maxLength: 64 }) place!: string | null;
  @ApiProperty({ type: String, nullable: true, maxLength: 200 }) device!: string | null;
  @ApiProperty({ type: 'object', additionalProperties: true, maxProperties: 20 }) data!: object;
}

export class AccountEventsAnswer {
  @ApiProperty({ type: [AccountEventAnswer], maxItems: 200 }) data!: AccountEventAnswer[];
}

export function sessionsAnswer(sessions: readonly Session[], currentId: string | null): SessionsAnswer {
  const data = sessions.map(({ id, methods, device, place, openedAt, seenAt, endsAt }) => ({ id, current: id === currentId, methods, device, place, openedAt, seenAt, endsAt }));
  return { data };
}
