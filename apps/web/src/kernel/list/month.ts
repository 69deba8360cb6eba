/** `2026-11` of `2026-11-21`. */
export function monthOf(day: string): string {
  return day.slice(0, 7);
}

export function shiftMonth(month: string, by: number): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

/** All days of the weeks that a month touches; weeks begin as people of the locale have them begin. */
export function daysOfMonth(month: string, locale: string): string[] {
  const [year, number] = month.split('-').map(Number) as [number, number];
  const first = new Date(Date.UTC(year, number - 1, 1));
  const before = (first.getUTCDay() - (firstWeekday(locale) % 7) + 7) % 7;
  const length = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const weeks = Math.ceil((before + length) / 7);
  return Array.from({ length: weeks * 7 }, (_, index) => new Date(Date.UTC(year, number - 1, 1 - before + index)).toISOString().slice(0, 10));
}

export function shiftDay(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);
}

/** The seven days of the week that a day is in. */
export function daysOfWeek(day: string, locale: string): string[] {
  const before = (new Date(`${day}T00:00:00Z`).getUTCDay() - (firstWeekday(locale) % 7) + 7) % 7;
  return Array.from({ length: 7 }, (_, index) => shiftDay(day, index - before));
}

/** 1 is Monday, 7 is Sunday. */
function firstWeekday(locale: string): number {
  const known = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } };
  return known.getWeekInfo?.().firstDay ?? known.weekInfo?.firstDay ?? 1;
}
