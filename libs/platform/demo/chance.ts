/** A stream of chance that is the same in every run: what differs between demo worlds is their dates alone. */
export class Chance {
  private state: number;

  constructor(seed: string) {
    this.state = 2_166_136_261;
    for (let n = 0; n < seed.length; n += 1) this.state = Math.imul(this.state ^ seed.charCodeAt(n), 16_777_619);
  }

  /** From 0 up to, but not including, 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  yes(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number, both ends included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.next() * choices.length)]!;
  }

  /** Each choice as often as its weight says. */
  weighted<T extends string>(weights: Readonly<Record<T, number>>): T {
    const entries = Object.entries<number>(weights) as [T, number][];
    let left = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [choice, weight] of entries) {
      left -= weight;
      if (left < 0) return choice;
    }
    return entries[0]![0];
  }

  some<T>(choices: readonly T[], most: number): T[] {
    const picked = new Set<T>();
    for (let n = this.whole(0, most); n > 0; n -= 1) picked.add(this.pick(choices));
    return [...picked];
  }

  /** Sizes as they are in the world: many small ones, few large. */
  size(median: number, spread: number): number {
    const bell = this.next() + this.next() + this.next() + this.next() - 2;
    return Math.max(1, Math.round(median * Math.exp(bell * spread)));
  }

  /** The id of a record made at that time. */
  uuid(at: Date): string {
    const time = at.getTime().toString(16).padStart(12, '0');
    const hex = (bits: number) => Math.floor(this.next() * 2 ** bits).toString(16).padStart(bits / 4, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(12)}-${this.pick(['8', '9', 'a', 'b'])}${hex(12)}-${hex(24)}${hex(24)}`;
  }
}
