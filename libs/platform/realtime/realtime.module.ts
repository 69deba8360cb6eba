import { Module } from '@nestjs/common';
import { Happenings } from '#platform/ledger/happenings.js';
import { Telling } from '#platform/ledger/telling.js';
import { AnnounceChanges } from './announce-changes.js';
import { CatchUp } from './catch-up.js';
import { Distribution } from './distribution.js';
import { Handshake } from './handshake.js';
import { LiveBell } from './live-bell.js';
import { LiveGateway } from './live.gateway.js';
import { LiveRedis } from './live-redis.js';
import { Presence } from './presence.js';
import { LiveRequests } from './requests.js';
import { LiveRights } from './rights.js';
import { Rooms } from './rooms.js';
import { Watchman } from './watchman.js';

/** The way from those who know of something to those who are connected. */
@Module({ providers: [LiveRedis, LiveBell], exports: [LiveRedis, LiveBell] })
export class LiveNewsModule {}

/** For the API: connections that are told what happens. */
@Module({ imports: [LiveNewsModule], providers: [Rooms, LiveRights, Happenings, Telling, CatchUp, Presence, Distribution, Watchman, Handshake, LiveRequests, LiveGateway] })
export class RealtimeModule {}

/** For workers: whoever leads says what happens. */
@Module({ imports: [LiveNewsModule], providers: [Happenings, AnnounceChanges] })
export class AnnouncingModule {}
