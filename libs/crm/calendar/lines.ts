const LONGEST_LINE = 75;

/** `20260331T090000`, of milliseconds as if they were UTC. */
export function stampOf(shownMs: number): string {
  return new Date(shownMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
}

export function escapedText(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll(';', '\\;').replaceAll(',', '\\,').replaceAll(/\r?\n/g, '\\n');
}

/** A parameter must not end its own quotes. */
export function quotedParameter(text: string): string {
  // eslint-disable-next-line no-control-regex
  return `"${text.replaceAll(/["\u0000-\u001f\u007f]/g, ' ')}"`;
}

/** RFC 5545: lines of at most 75 octets, folded between characters, ended by CRLF. */
export function folded(lines: readonly string[]): string {
  return lines.map((line) => {
    const parts: string[] = [];
    let [part, size] = ['', 0];
    for (const letter of line) {
      const bytes = Buffer.byteLength(letter);
      if (size + bytes > LONGEST_LINE) {
        parts.push(part);
        [part, size] = ['', 1];
      }
      part += letter;
      size += bytes;
    }
    return `${[...parts, part].join('\r\n ')}\r\n`;
  }).join('');
}
