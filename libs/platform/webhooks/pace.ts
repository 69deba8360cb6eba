import { Injectable } from '@nestjs/common';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** At what pace those who wait come back: a target that takes what it is given has room again soon. */
const [BACKLOG_PER_SECOND, BACKLOG_PER_SECOND_TO_FAILING] = [200, 20];

/** How patient we are with targets. In one place, so that a test can be less so. */
@Injectable()
export class Pace {
  /** After the first failure, the second and so on, with as much as a fifth on top; after the last one the delivery has failed. */
  waitsMs: readonly number[] = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];
  timeoutMs = 20 * SECOND;
  longestRetryAfterMs = 24 * HOUR;
  /** Requests that one target has open at a time, so that a slow one does not take all places of its organisation. */
  mostAtOnce = 32;
  /** Requests that an organisation has open at a time to targets that failed the last time, all together. */
  mostToFailing = 6;
  /** So many failures in a row, and the target is left alone for a while, then tried by one request. */
  failuresUntilRest = 5;
  firstRestMs = 30 * SECOND;
  longestRestMs = 10 * MINUTE;
  /** A target that took nothing for so long is sent nothing more. */
  givenUpAfterMs = 72 * HOUR;
  /** Waits for the one before it about the same record. */
  orderMs = 200;

  /** When one of so many that wait for the same target comes back, so that they do not all come at once. */
  spread(from: Date, waiting: number, isFailing: boolean): Date {
    return new Date(from.getTime() + (Math.random() * waiting * SECOND) / (isFailing ? BACKLOG_PER_SECOND_TO_FAILING : BACKLOG_PER_SECOND));
  }
}
