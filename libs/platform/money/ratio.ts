/** An exact fraction; its denominator is positive. */
export interface Ratio {
  readonly n: bigint;
  readonly d: bigint;
}

/** Halves away from zero, halves to the even neighbour, always away from zero, always towards it. */
export const ROUNDING_MODES = ['half-up', 'half-even', 'up', 'down'] as const;
export type RoundingMode = (typeof ROUNDING_MODES)[number];

export const ZERO: Ratio = { n: 0n, d: 1n };
const WRITTEN = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/;

export function whole(value: number | bigint): Ratio {
  return { n: BigInt(value), d: 1n };
}

/** The decimal that a person wrote: 348.35 is 34835/100, whatever lies nearest to it in binary. */
export function decimal(value: number): Ratio {
  const [, sign, units, fraction = '', exponent = '0'] = WRITTEN.exec(String(value)) ?? [];
  if (units === undefined) throw new RangeError(`${value} is no decimal.`);
  const digits = BigInt(`${sign}${units}${fraction}`);
  const places = Number(exponent) - fraction.length;
  return places >= 0 ? whole(digits * 10n ** BigInt(places)) : { n: digits, d: 10n ** BigInt(-places) };
}

export function plus(a: Ratio, b: Ratio): Ratio {
  return a.d === b.d ? { n: a.n + b.n, d: a.d } : lowest({ n: a.n * b.d + b.n * a.d, d: a.d * b.d });
}

export function minus(a: Ratio, b: Ratio): Ratio {
  return plus(a, { n: -b.n, d: b.d });
}

export function times(a: Ratio, b: Ratio): Ratio {
  return { n: a.n * b.n, d: a.d * b.d };
}

export function over(a: Ratio, b: Ratio): Ratio {
  if (b.n === 0n) throw new RangeError('Nothing can be divided by zero.');
  return b.n < 0n ? { n: -a.n * b.d, d: a.d * -b.n } : { n: a.n * b.d, d: a.d * b.n };
}

export function sum(parts: readonly Ratio[]): Ratio {
  return parts.reduce(plus, ZERO);
}

export function compareRatios(a: Ratio, b: Ratio): number {
  const difference = a.n * b.d - b.n * a.d;
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

export function round({ n, d }: Ratio, mode: RoundingMode): bigint {
  const size = n < 0n ? -n : n;
  const quotient = size / d;
  const twice = (size % d) * 2n;
  const away = mode === 'up' ? twice > 0n : mode === 'down' ? false : twice > d || (twice === d && (mode === 'half-up' || quotient % 2n === 1n));
  const rounded = away ? quotient + 1n : quotient;
  return n < 0n ? -rounded : rounded;
}

/** Shares by weights that are not negative, which add up to the amount exactly; what is left over goes, unit by unit, to the largest remainders. */
export function shared(amount: bigint, weights: readonly bigint[]): bigint[] {
  const total = weights.reduce((all, weight) => all + weight, 0n);
  if (total === 0n) return weights.map(() => 0n);
  const size = amount < 0n ? -amount : amount;
  const shares = weights.map((weight, index) => ({ index, share: (size * weight) / total, left: (size * weight) % total }));
  let rest = size - shares.reduce((all, { share }) => all + share, 0n);
  for (const one of shares.toSorted((a, b) => (a.left === b.left ? a.index - b.index : a.left > b.left ? -1 : 1))) {
    if (rest === 0n) break;
    one.share += 1n;
    rest -= 1n;
  }
  return shares.map(({ share }) => (amount < 0n ? -share : share));
}

/** Kept small, so that sums of many fractions stay quick. */
function lowest({ n, d }: Ratio): Ratio {
  let [a, b] = [n < 0n ? -n : n, d];
  while (b !== 0n) [a, b] = [b, a % b];
  return a > 1n ? { n: n / a, d: d / a } : { n, d };
}
