import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Meta } from '#platform/meta/meta.js';
import { ENGLISH, type Words } from '#platform/words/words.js';
import { Ability } from '#kernel/gate/ability.js';
import { SYSTEM_ACCESS, viewpointOf } from '#kernel/gate/access.js';
import type { Gate } from '#kernel/gate/gate.js';
import { systemClock } from '#kernel/tenancy/scope.js';
import { RECIPES } from '#automation/recipe/recipes.js';
import { STEP_TYPES } from '#automation/step/steps.js';
import { historyWords } from '#platform/audit/wording.js';
import { noticeWords } from '#platform/notifications/wording.js';
import { HOSTILE } from '#test/worlds/fields.js';
import { SENTENCES } from '../../apps/words/sentences.js';
import { firstSteps, productRegistry } from '../../apps/product.js';
import { BETWEEN_SENTENCES, DICTIONARIES, ENGLISH_PLURALS, forAllNouns, productWords } from '../../apps/words/words.js';

const registry = productRegistry();
const ability = new Ability(SYSTEM_ACCESS, viewpointOf(SYSTEM_ACCESS, systemClock));

/** All that a screen may have to say about the nouns. */
async function asked(): Promise<string[]> {
  const keys = new Set<string>();
  const words: Words = { ...ENGLISH, say: (_language, key, english) => (keys.add(key), english) };
  await new Meta({ ability: async () => ability } as Gate, { here: async () => registry }, registry.resources, words).read();
  const told = [...firstSteps().map(({ key }) => `firstStep.${key}`), ...STEP_TYPES.map(({ name }) => `step.${name}`), ...RECIPES.flatMap(({ key }) => [`recipe.${key}`, `recipe.${key}.say`])];
  return [...keys, ...historyWords().keys(), ...noticeWords().keys(), ...told].sort();
}

describe.each(Object.entries(DICTIONARIES))('In %s', (_language, dictionary) => {

  it('every noun, field, choice and action has its word', async () => {
    const missing = (await asked()).filter((key) => !(key in dictionary) && !(forAllNouns(key) in dictionary));
    expect(missing).toEqual([]);
  });

  it('no word is kept that nothing asks for', async () => {
    const used = new Set((await asked()).map((key) => (key in dictionary ? key : forAllNouns(key))));
    expect(Object.keys(dictionary).filter((key) => !used.has(key))).toEqual([]);
  });
});

it('English plurals are those of nouns that are shown', async () => {
  const keys = await asked();
  expect(Object.keys(ENGLISH_PLURALS).filter((key) => !keys.includes(key))).toEqual([]);
});

describe('Sentences', () => {
  const BY_THE_VALIDATOR = /^\{0\} must /;
  const source = readdirSync('libs', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts')).map((file) => readFileSync(join('libs', file), 'utf8')).join('\n');
  // As a sentence stands in the source: what varies in it is numbered.
  const written = new Set([...source.matchAll(/'((?:[^'\\\n]|\\.)*)'|`([^`\\\n]*)`/g)].flatMap(([, plain, template]) => {
    let n = 0;
    return (plain ?? template!).replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, () => `{${n++}}`).trim().split(BETWEEN_SENTENCES);
  }));

  it('are translated only where somebody says them', () => {
    expect(Object.keys(SENTENCES).filter((english) => !BY_THE_VALIDATOR.test(english) && !written.has(english))).toEqual([]);
  });

  it('say in each language all that varies, or leave it out on purpose, and nothing that is not there', () => {
    const numbers = (text: string) => [...text.matchAll(/\{\d\}/g)].map(([each]) => each);
    for (const [english, said] of Object.entries(SENTENCES)) for (const each of Object.values(said)) expect(numbers(english)).toEqual(expect.arrayContaining(numbers(each)));
  });

  it('say in every language why a value of any field cannot be taken', () => {
    const complaints = new Set<string>();
    // Secrets need a key; what is kept as JSON is put together by screens and programs.
    const NOT_TYPED = ['secret', 'json', 'rights', 'condition', 'workflow'];
    const written = registry.resources.flatMap(({ fields }) => [...fields.values()]).filter((field) => !NOT_TYPED.includes(field.type.widget(field)['widget'] as string));
    for (const field of written) for (const value of HOSTILE) field.type.accept(value, field, (_rule, say) => void complaints.add(say));
    expect(complaints.size).toBeGreaterThan(30);
    for (const language of Object.keys(DICTIONARIES)) expect([...complaints].filter((say) => productWords.sentences(language, say) === say)).toEqual([]);
  });

  it('are said whole or in English', () => {
    expect(productWords.sentences('de', 'Must have at most 80 characters.')).toBe('Darf höchstens 80 Zeichen haben.');
    expect(productWords.sentences('ar', 'The record has changed since you read it. Read it again, then repeat your change.')).toBe('تغيّر السجل منذ أن قرأته. أعد تحميله ثم كرر التغيير.');
    for (const english of ['Must not be empty. Nobody has translated this.', `Must match ${'x'.repeat(2_000)}.`, '']) expect(productWords.sentences('de', english)).toBe(english);
    for (const language of ['en', 'constructor', '__proto__']) expect(productWords.sentences(language, 'Must not be empty.')).toBe('Must not be empty.');
  });
});

it('finds the language behind its region, and speaks English where it knows none', () => {
  expect(['de-AT', 'AR', 'en-GB', 'fr', 'constructor'].map((asked) => productWords.languageFor(asked))).toEqual(['de', 'ar', 'en', 'en', 'en']);
  expect(productWords.say('de', 'contact.ownerId', 'Owner')).toBe('Zuständig');
  expect(productWords.say('en', 'contact.ownerId', 'Owner')).toBe('Owner');
});
