import { Injectable } from '@nestjs/common';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import type { ResourceClass } from '#kernel/field/reference.js';
import { Company } from '#crm/company/company.js';
import { Contact } from '#crm/contact/contact.js';
import { businessDomain } from './business-domain.js';
import type { Lead } from './lead.js';

export interface Match {
  id: string;
  name: string;
  /** Which key they share. */
  by: 'email' | 'domain';
}

/** Who a lead may be already, among those whom whoever asks may read: by exact keys alone, never by names that look alike. */
@Injectable()
export class Matches {
  constructor(
    private readonly read: ReadDoor,
    private readonly nouns: Nouns,
  ) {}

  async of(lead: Pick<Lead, 'email' | 'domain'>): Promise<{ contacts: Match[]; companies: Match[] }> {
    const domain = businessDomain(lead);
    return {
      contacts: lead.email ? await this.find(Contact, 'email', 'eq', lead.email, 'email', 'fullName') : [],
      companies: domain ? await this.find(Company, 'website', 'domain', domain, 'domain', 'name') : [],
    };
  }

  private async find(noun: ResourceClass, field: string, operator: string, value: string, by: Match['by'], title: string): Promise<Match[]> {
    const page = JSON.parse(await this.read.list((await this.nouns.here()).of(noun), { filters: [{ field, operator, value }], fields: title, sort: 'createdAt', limit: 10 })) as { data: { id: string; [title: string]: string }[] };
    return page.data.map((row) => ({ id: row.id, name: row[title] ?? '', by }));
  }
}
