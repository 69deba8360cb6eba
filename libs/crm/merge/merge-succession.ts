import { Injectable } from '@nestjs/common';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { About } from '#platform/about/about.js';
import { KnowsSuccessors, type Succession } from '#platform/edge/successors.js';
import { formerOnes, type Former } from './merge.query.js';

/** Old ids go on leading somewhere: to the record that they were merged into. */
@Injectable()
@KnowsSuccessors()
export class MergeSuccession implements Succession {
  constructor(
    private readonly nouns: Nouns,
    private readonly tenancy: Tenancy,
    private readonly about: About,
  ) {}

  async successorOf(path: string, id: string): Promise<string | null> {
    const noun = (await this.nouns.here()).resources.find((each) => each.path === path);
    const [former] = noun ? await this.tenancy.read<Former>(formerOnes(currentOrganizationId(), noun.name, [id])) : [];
    return former && (await this.about.isReadable({ subject: noun!.name, recordId: former.recordId })) ? former.recordId : null;
  }
}
