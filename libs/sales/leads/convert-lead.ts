import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsISO8601, IsObject, IsOptional, IsString, IsUUID, Length, ValidateNested } from 'class-validator';
import type { Json } from '#kernel/field/field.js';
import type { Act } from '#kernel/pipeline/act.js';
import { Conflict } from '#kernel/pipeline/problem.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { Action } from '#kernel/resource/verb.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { CarryOver } from '#crm/carry-over/carry-over.js';
import { Company } from '#crm/company/company.js';
import { Consent } from '#crm/consent/consent.js';
import { Contact } from '#crm/contact/contact.js';
import { Opportunity } from '../opportunities/opportunity.js';
import { setting } from '../opportunities/setting.js';
import { businessDomain } from './business-domain.js';
import { formOf, type AgreedForm } from './form.query.js';
import { Lead } from './lead.js';
import { linksOf } from './lead-rules.js';
import { liveStatuses, type StatusRow } from './lead.query.js';
import { settingOfLead } from './lead-setting.js';
import { Matches } from './matches.js';

class DealInput {
  @IsOptional() @IsString() @Length(1, 160) name?: string;
  @IsOptional() @IsUUID() pipelineId?: string;
  @IsOptional() @IsUUID() stageId?: string;
  /** Minor units with their currency; that of the lead, if left out. */
  @IsOptional() @IsObject() amount?: { [name: string]: Json };
  @IsOptional() @IsISO8601({ strict: true }) @Length(10, 10) expectedClose?: string;
}

export class ConvertLeadInput {
  /** The company and the contact that it is; found by exact keys or made, if left out. */
  @IsOptional() @IsUUID() companyId?: string;
  @IsOptional() @IsUUID() contactId?: string;
  /** What to do where the same e-mail address or domain is known: link the lead to it as it stands, or make another. */
  @IsOptional() @IsIn(['link', 'create']) onMatch?: 'link' | 'create';
  @IsOptional() @ValidateNested() @Type(() => DealInput) opportunity?: DealInput;
  @IsOptional() @IsBoolean() withoutOpportunity?: boolean;
}

/** Makes of a lead a company, a contact and a deal, or links it to those that are there, which stay as they are; whatever hangs on the lead goes to the contact. All of it or nothing. */
@Action(Lead, 'convert', { input: ConvertLeadInput, say: 'Convert' })
export class ConvertLead {
  constructor(
    private readonly matches: Matches,
    private readonly nouns: Nouns,
    private readonly tenancy: Tenancy,
    private readonly carryOver: CarryOver,
  ) {}

  async run(lead: Lead, input: ConvertLeadInput, { rows, tell }: Act): Promise<void> {
    if (lead.convertedAt) throw new Conflict('This lead has been converted already.', linksOf({ ...lead }));
    const known = input.onMatch === 'create' ? { contacts: [], companies: [] } : await this.matches.of(lead);
    const contactId = input.contactId ?? known.contacts[0]?.id;
    const contact = contactId ? await rows.get(Contact, contactId) : null;
    const companyId = input.companyId ?? contact?.companyId ?? known.companies[0]?.id ?? (await this.makeCompany(lead, rows));
    if (companyId) await rows.get(Company, companyId);
    const personId = contact?.id ?? (await rows.create(Contact, {
      firstName: lead.firstName, lastName: lead.lastName, email: lead.email, phone: lead.phone, jobTitle: lead.jobTitle, companyId, ownerId: lead.ownerId, tags: lead.tags, ...(await this.ownFields(lead, Contact)),
    })).id;
    const opportunityId = input.withoutOpportunity ? null : await this.makeDeal(lead, input.opportunity ?? {}, companyId, personId, rows);
    await this.carryOver.carry({ subject: 'lead', recordId: lead.id }, { subject: 'contact', recordId: personId });
    await this.keepConsent(lead, personId, rows);
    const [closed] = (await this.tenancy.read<StatusRow>(liveStatuses(currentOrganizationId()))).filter(({ phase }) => phase === 'closed');
    const became = { companyId, contactId: personId, opportunityId };
    await settingOfLead({ ...became, convertedAt: currentScope().clock.now().toISOString(), ...(closed && { statusId: closed.id }) }, () => rows.update(Lead, lead.id, {}));
    await tell('lead.converted', became);
  }

  private async makeCompany(lead: Lead, rows: Act['rows']): Promise<string | null> {
    const domain = businessDomain(lead);
    if (!lead.companyName && !domain) return null;
    const { companyName, industry, city, country, employees, ownerId, tags } = lead;
    return (await rows.create(Company, { name: companyName ?? domain, website: domain && `https://${domain}`, industry, city, country, employees, ownerId, tags, ...(await this.ownFields(lead, Company)) })).id;
  }

  private async makeDeal(lead: Lead, { name, amount, ...given }: DealInput, companyId: string | null, contactId: string, rows: Act['rows']): Promise<string> {
    const { source, medium, campaign, firstTouch, lastTouch, ownerId } = lead;
    const values = {
      ...given, name: name ?? lead.companyName ?? lead.fullName, amount: (amount ?? lead.estimatedValue) as Json, companyId, contactId, ownerId, source, medium, campaign, firstTouch, lastTouch, description: lead.message, ...(await this.ownFields(lead, Opportunity)),
    };
    return (await setting({ fields: { leadId: lead.id } }, () => rows.create(Opportunity, values))).id;
  }

  /** What they agreed to in the form counts for whom they have become, from the moment when they did. */
  private async keepConsent({ formId, consentAt, consentVersion, email }: Lead, contactId: string, rows: Act['rows']): Promise<void> {
    if (!consentAt) return;
    const [form] = formId ? await this.tenancy.read<AgreedForm>(formOf(currentOrganizationId(), formId)) : [];
    const isWorded = form && consentVersion?.endsWith(` ${form.consentVersion}`);
    await rows.create(Consent, {
      channel: email ? 'mail' : 'phone', purpose: 'marketing', answer: 'given', at: consentAt, source: form?.name ?? 'Form', textVersion: consentVersion, wording: isWorded ? form.consentText : null, address: email, subject: 'contact', recordId: contactId,
    });
  }

  /** The organisation's own fields go on to fields of the same key and type. */
  private async ownFields(lead: Lead, target: new () => object): Promise<{ custom?: { [key: string]: Json } }> {
    const registry = await this.nouns.here();
    const values = lead as unknown as { readonly [field: string]: Json };
    const shared = [...registry.of(Lead).fields.values()].filter(({ name, storage, type }) => storage === 'custom' && registry.of(target).fields.get(name)?.type.name === type.name && (values[name] ?? null) !== null);
    return shared.length === 0 ? {} : { custom: Object.fromEntries(shared.map(({ name }) => [name.slice('custom.'.length), values[name]!])) };
  }
}
