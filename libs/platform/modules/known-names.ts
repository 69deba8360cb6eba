/** The names that were asked for, when all of them exist; else one sentence that says which does not and what was probably meant. */
export function knownNames<N extends string>(variable: string, asked: readonly string[], known: readonly N[]): N[] {
  const unknown = asked.filter((name) => !known.some((each) => each === name));
  if (unknown.length > 0) throw new UnknownNameError(variable, unknown, known);
  return known.filter((name) => asked.includes(name));
}

export class UnknownNameError extends Error {
  override readonly name = 'UnknownNameError';

  constructor(variable: string, unknown: readonly string[], known: readonly string[]) {
    const sentences = unknown.map((name) => {
      const nearest = nearestTo(name, known);
      return `${variable} names "${name}", which does not exist${nearest ? `: did you mean "${nearest}"?` : '.'}`;
    });
    super(`${sentences.join(' ')} Known: ${known.join(', ') || 'none'}.`);
  }
}

/** The known name that takes the fewest changes, when those are few. */
function nearestTo(name: string, known: readonly string[]): string | undefined {
  const [nearest] = known.map((each) => ({ each, changes: changesBetween(name, each) })).sort((a, b) => a.changes - b.changes);
  return nearest && nearest.changes <= Math.max(2, Math.floor(name.length / 3)) ? nearest.each : undefined;
}

function changesBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
