/** Columns as wide as their widest cell, for the eye and for differences between two versions of a text. */
export function aligned(rows: readonly (readonly string[])[], indent = '  '): string[] {
  const widths: number[] = [];
  for (const row of rows) for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  return rows.map((row) => `${indent}${row.map((cell, index) => cell.padEnd(widths[index]!)).join('  ')}`.trimEnd());
}
