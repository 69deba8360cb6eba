import { Injectable } from '@nestjs/common';
import { searchedFields } from '#kernel/derive/search.js';
import type { Json } from '#kernel/field/field.js';
import { typeNamed } from '#kernel/field/types.js';
import { After, Before, type Change } from '#kernel/pipeline/hooks.js';
import { isCustomKey, Nouns } from '#kernel/resource/custom-fields.js';
import { didYouMean } from '#kernel/resource/names.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { CustomField } from './custom-field.js';
import { acceptCustomOptions } from './custom-options.js';
import { knownFields, type KnownField } from './custom-field.query.js';

type Definition = Pick<CustomField, 'id' | 'resource' | 'key' | 'type' | 'options'>;

const MOST_PER_NOUN = 200;
const FIXED = ['resource', 'key', 'type'];

/** What a definition must be, so that whatever is built from it holds nothing that was not checked. */
@Injectable()
export class CustomFieldRules {
  constructor(
    private readonly registry: Registry,
    private readonly nouns: Nouns,
    private readonly tenancy: Tenancy,
  ) {}

  @Before(CustomField)
  async check(changes: Change[]): Promise<void> {
    for (const change of changes) {
      const { kind, before, after, complain } = change;
      if (!after) continue;
      if (kind === 'create') await this.checkNew(change);
      const { type, options } = after as unknown as Definition;
      if (before) for (const name of FIXED) if (before[name] !== after[name]) complain(name, 'fixed', 'Cannot be changed, since there may be values already. Define another field.');
      // On its way in, JSON is still the text that will be stored.
      acceptCustomOptions(type, typeof options === 'string' ? (JSON.parse(options) as Json) : (options ?? {}), (rule, say) => {
        complain(rule === 'type' ? 'type' : 'options', rule, say);
        return undefined;
      });
      if (after.search) this.checkSearch(change);
    }
  }

  @After(CustomField)
  forget(): void {
    const organizationId = currentOrganizationId();
    currentScope().transaction!.afterCommit(() => this.nouns.forget(organizationId));
  }

  private async checkNew(change: Change): Promise<void> {
    const { after, complain } = change;
    const { id, type, resource, key } = after as unknown as Definition;
    if (!this.registry.find(resource)) complain('resource', 'unknown', `There is no noun of this name.${didYouMean(resource, this.registry.resources.map(({ name }) => name))}`);
    if (!isCustomKey(key)) return complain('key', 'key', 'Must be a name of up to 40 letters, digits and _, beginning with a small letter, and not a word such as "constructor".');
    change.set('place', `${resource}.${key}`);
    const others = (await this.tenancy.read<KnownField>(knownFields(currentOrganizationId(), resource))).filter((other) => other.id !== id);
    if (others.filter(({ deleted }) => !deleted).length >= MOST_PER_NOUN) complain('resource', 'length', `A noun has at most ${MOST_PER_NOUN} fields of your own. Delete one that is not needed.`);
    if (others.some((other) => other.key === key && !other.deleted)) complain('key', 'unique', 'Another field of this noun has this key.');
    else if (others.some((other) => other.key === key && other.type !== type)) complain('key', 'taken', 'A deleted field of another type had this key, and its values may still be there. Choose another key.');
  }

  private checkSearch({ after, complain }: Change): void {
    const { type, resource } = after as unknown as Definition;
    const noun = this.registry.find(resource);
    if (!typeNamed(type)?.searched) complain('search', 'search', 'A field of this type has no text to search in.');
    else if (noun && searchedFields(noun).length === 0) complain('search', 'search', `${noun.label} is not among what can be searched.`);
  }
}
