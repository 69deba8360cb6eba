import { LANGUAGES, nearestLanguage } from './letter.js';
import { EN, type LetterName } from './letters/en.js';
import { writeLetter } from './write-letter.js';

const BASE = 'https://crm.example.com';
const PARAMETERS = { token: 'tok', refusal: 'ref', organization: 'Acme', inviter: 'Ada', name: 'Ada', email: 'ada@acme.example', until: '1 May', kind: 'passkey', device: 'Firefox', line0: 'Ada made Acme yours', count: '2', path: '/sales/contacts/1', subject: 'From a workflow', body: 'One.\n\nTwo.', target: 'hooks.acme.example', because: 'gone', sender: 'Acme', owner: 'Ada' };
const NAMES = Object.keys(EN) as LetterName[];

describe('Every letter', () => {
  it.each(NAMES)('"%s" leads to the same pages in every language, in text and HTML', (name) => {
    const pages = LANGUAGES.map((language) => {
      const { text, html } = writeLetter(name, PARAMETERS, language, BASE);
      const inText = [...text.matchAll(/https:\S+/g)].map(([link]) => link);
      expect([...new Set([...html.matchAll(/href="([^"]+)"/g)].map(([, link]) => link!))]).toEqual([...new Set(inText)]);
      return inText;
    });
    expect(pages).toEqual([pages[0], pages[0], pages[0]]);
  });

  it.each(NAMES)('"%s" uses what it is given, and nothing else', (name) => {
    for (const language of LANGUAGES) {
      const { subject, text, html } = writeLetter(name, PARAMETERS, language, BASE);
      expect(`${subject}${text}${html}`).not.toMatch(/undefined|\[object/);
      expect(subject.length).toBeGreaterThan(5);
    }
  });

  it('runs from right to left in Arabic', () => {
    const directions = LANGUAGES.map((language) => /<html lang="(\w+)" dir="(\w+)">/.exec(writeLetter('registration', PARAMETERS, language, BASE).html)!.slice(1));
    expect(directions).toEqual([['en', 'ltr'], ['de', 'ltr'], ['ar', 'rtl']]);
  });

  it('is written in the nearest language there is', () => {
    expect(['de-AT', 'AR_eg', 'fr', '', null, 'english'].map(nearestLanguage)).toEqual(['de', 'ar', 'en', 'en', 'en', 'en']);
  });

  it('that does not exist says where to write it', () => {
    for (const name of ['never-written', 'constructor', '__proto__']) expect(() => writeLetter(name, {}, 'en', BASE)).toThrow('Write it in each language');
  });
});
