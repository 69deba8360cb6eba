export function snake(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();
}

const SPELLED: Readonly<Record<string, string>> = { api: 'API', id: 'ID', ip: 'IP', oauth: 'OAuth', uri: 'URI', uris: 'URIs', url: 'URL', urls: 'URLs' };

/** "annualRevenue" → "Annual revenue"; "companyId" → "Company"; "apiKeys" → "API keys". */
export function sentence(name: string): string {
  const words = snake(name.replace(/(?<=.)Id$/, '')).split('_').map((word) => SPELLED[word] ?? word).join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The known name that was most likely meant, for messages. */
export function nearest(wanted: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let least = Math.max(2, Math.ceil(wanted.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(wanted.toLowerCase(), candidate.toLowerCase());
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** " Did you mean "stage"?" or nothing. */
export function didYouMean(wanted: string, known: Iterable<string>): string {
  const meant = nearest(wanted, known);
  return meant ? ` Did you mean "${meant}"?` : '';
}

function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 8) return Infinity;
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = previous[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, previous[column]! + 1, current[column - 1]! + 1));
    }
    previous = current;
  }
  return previous[b.length]!;
}
