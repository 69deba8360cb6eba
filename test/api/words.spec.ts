import { Meta } from '#platform/meta/meta.js';
import type { Words } from '#platform/words/words.js';
import { Ability } from '#kernel/gate/ability.js';
import { SYSTEM_ACCESS, viewpointOf } from '#kernel/gate/access.js';
import type { Gate } from '#kernel/gate/gate.js';
import { systemClock } from '#kernel/tenancy/scope.js';
import { RECIPES } from '#automation/recipe/recipes.js';
import { STEP_TYPES } from '#automation/step/steps.js';
import { historyWords } from '#platform/audit/wording.js';
import { noticeWords } from '#platform/notifications/wording.js';
import { firstSteps, productRegistry } from '../../apps/product.js';
import { DICTIONARIES, forAllNouns, productWords } from '../../apps/words/words.js';

const registry = productRegistry();
const ability = new Ability(SYSTEM_ACCESS, viewpointOf(SYSTEM_ACCESS, systemClock));

/** All that a screen may have to say about the nouns. */
async function asked(): Promise<string[]> {
  const keys = new Set<string>();
  const words: Words = { languageFor: () => 'en', say: (_language, key, english) => (keys.add(key), english) };
  await new Meta({ ability: async () => ability } as Gate, { here: async () => registry }, registry.resources, words).read();
  const told = [...firstSteps().map(({ key }) => `firstStep.${key}`), ...STEP_TYPES.map(({ name }) => `step.${name}`), ...RECIPES.flatMap(({ key }) => [`recipe.${key}`, `recipe.${key}.say`])];
  return [...keys, ...historyWords().keys(), ...noticeWords().keys(), ...told].sort();
}

describe.each(Object.keys(DICTIONARIES))('In %s', (language) => {
  const dictionary = DICTIONARIES[language]!;

  it('every noun, field, choice and action has its word', async () => {
    const missing = (await asked()).filter((key) => !(key in dictionary) && !(forAllNouns(key) in dictionary));
    expect(missing).toEqual([]);
  });

  it('no word is kept that nothing asks for', async () => {
    const used = new Set((await asked()).map((key) => (key in dictionary ? key : forAllNouns(key))));
    expect(Object.keys(dictionary).filter((key) => !used.has(key))).toEqual([]);
  });
});

it('finds the language behind its region, and speaks English where it knows none', () => {
  expect(['de-AT', 'AR', 'en-GB', 'fr'].map((asked) => productWords.languageFor(asked))).toEqual(['de', 'ar', 'en', 'en']);
  expect(productWords.say('de', 'contact.ownerId', 'Owner')).toBe('Zuständig');
  expect(productWords.say('en', 'contact.ownerId', 'Owner')).toBe('Owner');
});
