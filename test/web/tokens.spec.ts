import { dark, light, type Neutral, type Scheme } from '../../apps/web/src/theme/tokens.js';
import { contrast, distance, type Sight } from './colour.js';

const TEXT = 4.5;
const MARK = 3;
const schemes: [string, Scheme][] = [['light', light], ['dark', dark]];

describe.each(schemes)('The %s theme', (_name, scheme) => {
  const { neutral, canvas, surface, raised, accent, meaning, pill } = scheme;
  const grounds = { canvas, surface, raised };
  const fills = [1, 2, 3, 4, 5] as const;

  it.each([11, 12] as const)('has text (neutral %i) that can be read on every ground and fill', (step) => {
    for (const ground of Object.values(grounds)) expect(contrast(neutral[step], ground)).toBeGreaterThanOrEqual(TEXT);
    for (const fill of fills) expect(contrast(neutral[step], neutral[fill])).toBeGreaterThanOrEqual(TEXT);
  });

  it('has quiet text (neutral 10) that can be read on the grounds it is meant for', () => {
    expect(contrast(neutral[10], canvas)).toBeGreaterThanOrEqual(TEXT);
    expect(contrast(neutral[10], surface)).toBeGreaterThanOrEqual(TEXT);
  });

  it('has an accent that can be read, and can be read upon', () => {
    for (const under of [canvas, surface, raised, neutral[5], accent.soft, accent.softHover]) expect(contrast(accent.text, under)).toBeGreaterThanOrEqual(TEXT);
    for (const solid of [accent.solid, accent.solidHover]) expect(contrast(accent.onSolid, solid)).toBeGreaterThanOrEqual(TEXT);
    for (const ground of Object.values(grounds)) expect(contrast(accent.solid, ground)).toBeGreaterThanOrEqual(MARK);
  });

  it.each(Object.entries(meaning))('says "%s" in text that can be read and marks that can be seen', (_meaning, tone) => {
    for (const under of [canvas, surface, raised, neutral[5], tone.soft]) expect(contrast(tone.text, under)).toBeGreaterThanOrEqual(TEXT);
    for (const ground of Object.values(grounds)) expect(contrast(tone.solid, ground)).toBeGreaterThanOrEqual(MARK);
  });

  it.each(Object.entries(pill))('has %s pills whose text can be read', (_pill, { soft, text }) => {
    expect(contrast(text, soft)).toBeGreaterThanOrEqual(TEXT);
  });

  it.each<Sight>(['full', 'protanopia', 'deuteranopia', 'tritanopia'])('has pills that differ to the eye (%s)', (sight) => {
    const dots = Object.entries(pill);
    const close = dots.flatMap(([name, { dot }], index) => dots.slice(index + 1)
      .filter(([, other]) => distance(dot, other.dot, sight) < 0.08)
      .map(([other, { dot: otherDot }]) => `${name} and ${other}: ${distance(dot, otherDot, sight).toFixed(3)}`));
    expect(close).toEqual([]);
  });

  it('goes from ground to text in even order', () => {
    const steps = Object.keys(neutral).map(Number).sort((a, b) => a - b) as (keyof Neutral)[];
    expect(steps).toHaveLength(12);
    const fromGround = steps.map((step) => contrast(neutral[step], neutral[1]));
    expect(fromGround).toEqual([...fromGround].sort((a, b) => a - b));
  });
});
