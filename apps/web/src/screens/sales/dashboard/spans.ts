export const SPANS = ['this-month', 'last-month', 'this-quarter', 'last-quarter', 'this-year', 'last-year'] as const;
export type SpanName = (typeof SPANS)[number];

export function isSpan(name: string | null): name is SpanName {
  return SPANS.includes(name as SpanName);
}

/** The days that a name means, up to today for what is not over yet. */
export function daysOf(name: SpanName, today: string): { from: string; to: string } {
  const [when, unit] = name.split('-') as ['this' | 'last', 'month' | 'quarter' | 'year'];
  const months = { month: 1, quarter: 3, year: 12 }[unit];
  const [year, month] = today.split('-').map(Number) as [number, number];
  const first = Math.floor((month - 1) / months) * months - (when === 'last' ? months : 0);
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  return { from: day(Date.UTC(year, first, 1)), to: when === 'this' ? today : day(Date.UTC(year, first + months, 0)) };
}
