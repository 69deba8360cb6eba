import { Injectable } from '@nestjs/common';
import type { Act } from '#kernel/pipeline/act.js';
import { After, type Change } from '#kernel/pipeline/hooks.js';
import { Action } from '#kernel/resource/verb.js';
import { factWords } from '#platform/audit/fact-words.js';
import { Company } from '../company/company.js';
import { CompanyTree } from '../company/company-tree.js';
import { Contact } from '../contact/contact.js';
import { MergeInput, Merging } from './merging.js';

factWords({
  'company.merged': '{actor} merged other companies into it',
  'company.unmerged': '{actor} took back that it was merged',
  'contact.merged': '{actor} merged other contacts into it',
  'contact.unmerged': '{actor} took back that it was merged',
});

@Action(Company, 'merge', { input: MergeInput, say: 'Merge companies' })
export class MergeCompanies {
  constructor(
    private readonly merging: Merging,
    private readonly tree: CompanyTree,
  ) {}

  async run({ id }: Company, input: MergeInput, act: Act): Promise<void> {
    await this.merging.merge(Company, id, input, act, (losers) => this.tree.takePlace(id, losers));
  }
}

@Action(Contact, 'merge', { input: MergeInput, say: 'Merge contacts' })
export class MergeContacts {
  constructor(private readonly merging: Merging) {}

  async run({ id }: Contact, input: MergeInput, act: Act): Promise<void> {
    await this.merging.merge(Contact, id, input, act);
  }
}

/** Whoever takes one back from the trash parts again what was merged. */
@Injectable()
export class MergeRules {
  constructor(private readonly merging: Merging) {}

  @After(Company, { restore: true })
  async partCompanies(changes: Change[]): Promise<void> {
    for (const { after } of changes) await this.merging.takeBack(Company, after!.id as string);
  }

  @After(Contact, { restore: true })
  async partContacts(changes: Change[]): Promise<void> {
    for (const { after } of changes) await this.merging.takeBack(Contact, after!.id as string);
  }
}
