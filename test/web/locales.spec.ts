import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chooseLanguage, languages } from '../../apps/web/src/i18n/languages.js';

const source = join(import.meta.dirname, '../../../apps/web/src');
const PLURAL = /_(?:zero|one|two|few|many|other)$/;
type Tree = { [key: string]: string | Tree };

const texts = Object.fromEntries(Object.keys(languages).map((code) => [code, flatten(JSON.parse(readFileSync(join(source, `i18n/locales/${code}.json`), 'utf8')) as Tree)]));
const english = texts['en']!;
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('schema.d.ts'))
  .map((name): [string, string] => [name, withoutComments(readFileSync(join(source, name), 'utf8'))]);

describe('The texts', () => {
  it.each(Object.keys(languages))('are all there in "%s", with the same gaps to fill', (code) => {
    const forms = new Intl.PluralRules(code).resolvedOptions().pluralCategories;
    const wanted = Object.keys(english).flatMap((key) => (isPlural(key) ? forms.map((form) => key.replace(PLURAL, `_${form}`)) : [key]));
    expect(Object.keys(texts[code]!).sort()).toEqual([...new Set(wanted)].sort());
    for (const [key, text] of Object.entries(texts[code]!)) {
      expect([key, text.trim()]).not.toEqual([key, '']);
      expect([key, gaps(text)]).toEqual([key, gaps(english[isPlural(key) ? key.replace(PLURAL, '_other') : key]!)]);
    }
  });

  it('are used, each of them', () => {
    const code = files.map(([, content]) => content).join('\n');
    const used = (name: string) => asked(name.replace(PLURAL, ''));
    const asked = (key: string) => code.includes(`'${key}'`) || code.includes(`i18nKey="${key}"`) || [...code.matchAll(/[`']([\w.]+\.)\$\{[^}]+\}([\w.]*)`/g)]
      .some(([, before, after]) => key.startsWith(before!) && key.endsWith(after!));
    expect(Object.keys(english).filter((key) => !used(key))).toEqual([]);
  });

  it('stand in no other file: what people read or hear comes from the locales', () => {
    const hardCoded = files.flatMap(([name, content]) => [
      ...content.matchAll(/>\s*([^<>{}\n]*[A-Za-z]{3}[^<>{}\n]*)\s*<\//g),
      ...content.matchAll(/\b(?:aria-label|title|alt|placeholder|label|say)="([^"]*[A-Za-z]{3}[^"]*)"/g),
    ].map(([, text]) => `${name}: ${text?.trim()}`));
    expect(hardCoded).toEqual(['brand/Wordmark.tsx: Tessera']);
  });
});

describe('The direction', () => {
  it('is never written as left or right, so that Arabic needs no second style sheet', () => {
    const physical = /\b(?:margin|padding|border)(?:Left|Right)\b|\b(?:left|right): |textAlign: '(?:left|right)'|\b(?:min|max)?(?:ml|mr|pl|pr)=/;
    expect(files.filter(([, content]) => physical.test(content)).map(([name]) => name)).toEqual([]);
  });
});

describe('The language', () => {
  it('is the remembered one', () => expect(chooseLanguage('ar', ['de-AT'])).toBe('ar'));
  it('is else the first of the browser that we speak', () => expect(chooseLanguage(null, ['fr-FR', 'de-AT', 'en-GB'])).toBe('de'));
  it('is else English', () => expect(chooseLanguage(null, ['fr', 'pt-BR'])).toBe('en'));
  it('is not taken from a memory that was tampered with', () => expect(chooseLanguage('constructor', ['en'])).toBe('en'));
});

/** i18next keeps the forms of a counted text under keys with an ending each. */
function isPlural(key: string): boolean {
  return PLURAL.test(key);
}

function flatten(tree: Tree, path = ''): Record<string, string> {
  return Object.fromEntries(Object.entries(tree).flatMap(([key, value]) => (
    typeof value === 'string' ? [[path + key, value]] : Object.entries(flatten(value, `${path}${key}.`))
  )));
}

function gaps(text: string): string[] {
  return [...text.matchAll(/\{\{\w+\}\}|<\/?\d+>/g)].map(([gap]) => gap).sort();
}

function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}
