const CHOICES = /= ANY \(ARRAY\[(.*?)\]\)|= ('(?:[^']|'')*'::text)/;
const LONGEST = /<= (\d+)/;

/** Whether every value that the old check took is taken by the new one, as far as the two texts of the catalogue show it: one more choice, or a longer text. */
export function widens(before: string, after: string): boolean {
  return widensBy(CHOICES, before, after, (old, now) => literals(old).every((value) => literals(now).includes(value))) || widensBy(LONGEST, before, after, (old, now) => Number(old) <= Number(now));
}

function widensBy(pattern: RegExp, before: string, after: string, wider: (before: string, after: string) => boolean): boolean {
  const old = pattern.exec(before);
  const now = pattern.exec(after);
  if (!old || !now || before.replace(pattern, '') !== after.replace(pattern, '')) return false;
  return wider(old[1] ?? old[2]!, now[1] ?? now[2]!);
}

function literals(list: string): string[] {
  return list.match(/'(?:[^']|'')*'/g) ?? [];
}
