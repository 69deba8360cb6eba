import { randomInt } from 'node:crypto';

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';
const BASE = DIGITS.length;
/** As many digits as count the milliseconds of a few thousand years; what follows them only makes room. */
const WHOLE = 9;
const LAST = BASE ** WHOLE - 1;
const TAIL = 4;

/**
 * Places in a column are texts that sort like fractions: between any two there is another one, so that moving a card
 * writes this one card and no other. Small letters and digits alone, which every collation sorts alike.
 */
export function newestFirst(now: Date): string {
  return whole(LAST - now.getTime());
}

/** A place after `above` and before `below`, either of which may be the edge of the column. They must not be equal. */
export function placeBetween(above: string | null, below: string | null): string {
  if (above !== null && below !== null) return between(above, below);
  if (below !== null) return whole(Math.max(0, parseInt(below.slice(0, WHOLE), BASE) - 1));
  return whole(Math.min(LAST, parseInt((above ?? '').slice(0, WHOLE) || 'i'.repeat(WHOLE), BASE) + 1));
}

/** Nobody else draws the same, and a last digit other than 0 leaves room before it. */
function whole(value: number): string {
  const tail = Array.from({ length: TAIL }, () => DIGITS[randomInt(BASE)]).join('');
  return `${value.toString(BASE).padStart(WHOLE, '0')}${tail}${DIGITS[1 + randomInt(BASE - 1)]}`;
}

function between(above: string, below: string): string {
  let place = '';
  for (let n = 0, bounded = true; ; n += 1) {
    const low = digit(above[n]);
    const high = bounded ? digit(below[n]) : BASE;
    if (low === high) {
      place += DIGITS[low];
      continue;
    }
    const middle = low + Math.floor((high - low) / 2);
    if (middle > low) return place + DIGITS[middle];
    place += DIGITS[low];
    bounded = false;
  }
}

function digit(one: string | undefined): number {
  return one === undefined ? 0 : DIGITS.indexOf(one);
}
