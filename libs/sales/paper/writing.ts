import bidiFactory, { type Bidi } from 'bidi-js';
import { createRequire } from 'node:module';

// Its types speak of another form of export than Node finds.
const bidi = (bidiFactory as unknown as () => Bidi)();
const files = createRequire(import.meta.url);
const ARABIC = /[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]/;
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\u061c\ufeff]/g;

export type Weight = 'regular' | 'bold';
type Face = 'latin' | 'arabic';

/** Both are under the Open Font Licence, and complete: no text of a customer is left out for want of a subset. */
export const FONTS: Record<`${Face} ${Weight}`, string> = {
  'latin regular': files.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
  'latin bold': files.resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf'),
  'arabic regular': files.resolve('@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf'),
  'arabic bold': files.resolve('@expo-google-fonts/noto-sans-arabic/600SemiBold/NotoSansArabic_600SemiBold.ttf'),
};

export interface Style {
  size: number;
  weight?: Weight;
  colour?: string;
}

interface Run {
  text: string;
  face: Face;
}

/** What measures and puts down one run of one font. */
export interface Pen {
  width(text: string, font: keyof typeof FONTS, size: number): number;
  put(text: string, font: keyof typeof FONTS, size: number, colour: string, x: number, baseline: number): void;
}

const INK = '#122028';
const MEASURED_AT = 1_000;

/** Texts of any direction, broken into lines and put in their visual order (the Unicode bidirectional algorithm). */
export class Writing {
  /** Of a size of 1,000, by font and text: most words of a document come more than once. */
  private readonly widths = new Map<string, number>();

  constructor(
    private readonly pen: Pen,
    readonly rtl: boolean,
  ) {}

  width(text: string, { size, weight = 'regular' }: Style): number {
    return (this.runs(text).reduce((sum, { text: part, face }) => sum + this.runWidth(part, `${face} ${weight}`), 0) * size) / MEASURED_AT;
  }

  /** Words that are longer than a line are broken where the line ends. */
  lines(text: string, width: number, style: Style): string[] {
    return text.split('\n').flatMap((paragraph) => {
      const lines: string[] = [];
      let [line, taken] = ['', 0];
      const space = this.width(' ', style);
      for (const word of paragraph.split(/\s+/).filter(Boolean)) {
        const needed = this.width(word, style);
        if (line && taken + space + needed <= width) [line, taken] = [`${line} ${word}`, taken + space + needed];
        else {
          if (line) lines.push(line);
          const pieces = needed <= width ? [word] : this.broken(word, width, style);
          lines.push(...pieces.slice(0, -1));
          line = pieces.at(-1)!;
          taken = this.width(line, style);
        }
      }
      return [...lines, line];
    });
  }

  /** One line, its left or right edge at x. */
  put(text: string, x: number, baseline: number, side: 'left' | 'right', style: Style): void {
    const { size, weight = 'regular', colour = INK } = style;
    let at = side === 'left' ? x : x - this.width(text, style);
    for (const { text: part, face } of this.runs(text)) {
      this.pen.put(part, `${face} ${weight}`, size, colour, at, baseline);
      at += (this.runWidth(part, `${face} ${weight}`) * size) / MEASURED_AT;
    }
  }

  private broken(word: string, width: number, style: Style): string[] {
    const pieces: string[] = [];
    let [piece, taken] = ['', 0];
    for (const letter of word) {
      const needed = this.width(letter, style);
      if (piece && taken + needed > width) {
        pieces.push(piece);
        [piece, taken] = ['', 0];
      }
      piece += letter;
      taken += needed;
    }
    return [...pieces, piece];
  }

  private runWidth(text: string, font: keyof typeof FONTS): number {
    const key = `${font} ${text}`;
    const known = this.widths.get(key);
    if (known !== undefined) return known;
    const width = this.pen.width(text, font, MEASURED_AT);
    this.widths.set(key, width);
    return width;
  }

  /** From left to right as the eye sees them, each of one font and one direction. */
  private runs(given: string): Run[] {
    const text = given.replaceAll('\u202f', '\u00a0').replaceAll('\t', ' ');
    if (!text) return [];
    const { levels } = bidi.getEmbeddingLevels(text, this.rtl && ARABIC.test(text) ? 'rtl' : 'ltr');
    const logical: (Run & { level: number })[] = [];
    for (let index = 0; index < text.length; index += 1) {
      const letter = text[index]!;
      const last = logical.at(-1);
      const level = levels[index]!;
      // A space goes with what stands before it, so that there are no more runs than need be.
      const face: Face = ARABIC.test(letter) ? 'arabic' : letter === ' ' && last && last.level === level ? last.face : 'latin';
      if (last && last.level === level && last.face === face) last.text += letter;
      else logical.push({ text: letter, face, level });
    }
    return reordered(logical)
      .flatMap(({ text: part, face, level }) => {
        if (level % 2 === 0) return [{ face, text: part.replaceAll(INVISIBLE, '') }];
        // Letters join within words alone, and the same words come again and again: each is shaped once.
        return face === 'latin' ? [{ face, text: mirrored(part) }] : part.replaceAll(INVISIBLE, '').split(/( )/).reverse().map((word) => ({ face, text: word }));
      })
      .filter((run) => run.text !== '');
  }
}

/** Rule L2: what runs against the reading direction is turned around, the innermost first. */
function reordered<R extends { level: number }>(logical: readonly R[]): R[] {
  const runs = [...logical];
  for (let level = Math.max(0, ...runs.map((run) => run.level)); level >= 1; level -= 1) {
    for (let start = 0; start < runs.length; start += 1) {
      if (runs[start]!.level < level) continue;
      let end = start;
      while (end < runs.length && runs[end]!.level >= level) end += 1;
      runs.splice(start, end - start, ...runs.slice(start, end).reverse());
      start = end;
    }
  }
  return runs;
}

/** Brackets and signs among words that run from right to left; the shaper turns only letters around. */
function mirrored(text: string): string {
  return [...text.replaceAll(INVISIBLE, '')].reverse().map((letter) => bidi.getMirroredCharacter(letter) ?? letter).join('');
}
