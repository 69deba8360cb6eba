import { Injectable, Optional } from '@nestjs/common';
import type { Json } from '#kernel/field/field.js';
import { factStatement } from '#kernel/pipeline/facts.js';
import { Invalid, NotFound, TooManyRequests } from '#kernel/pipeline/problem.js';
import { WriteDoor } from '#kernel/pipeline/write.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { inOrganization, PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import { factWords } from '#platform/audit/fact-words.js';
import { Config } from '#platform/config/config.js';
import { addressKey, RateLimit } from '#platform/edge/rate-limit.js';
import { organizationOfPrefix } from '#platform/identity/keys/key-token.js';
import { standingOfOrganization, type OrganizationStanding } from '#platform/organizations/organization.query.js';
import type { FormAnswer, FormInput, ReceivedAnswer } from './form.dto.js';
import { openForm, type OpenForm } from './form.query.js';
import { newFormToken, readFormToken, type FormToken } from './form-token.js';
import { Lead } from './lead.js';
import { holdExternalId, leadOfExternalId } from './lead.query.js';
import { settingOfLead } from './lead-setting.js';

factWords({ 'form.submitted': 'Somebody filled in the form' });

const LONGEST_MS = 4 * 60 * 60 * 1_000;
const PER_ADDRESS = { limit: 10, minutes: 1 };
const PER_FORM = { limit: 600, minutes: 1 };

/** Takes in what strangers write into a form: once, by people, and no faster than people do. */
@Injectable()
export class FormCapture {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly platform: PlatformDatabase,
    private readonly write: WriteDoor,
    private readonly nouns: Nouns,
    private readonly config: Config,
    /** Workers take nothing in. */
    @Optional() private readonly limit?: RateLimit,
  ) {}

  show(publicKey: string): Promise<FormAnswer> {
    return this.at(publicKey, async (form) => ({ name: form.name, token: newFormToken(form.id, this.now.getTime(), this.config.cookieSecret), consentText: form.consentText, consentVersion: form.consentVersion }));
  }

  submit(publicKey: string, input: FormInput, clientAddress: string): Promise<ReceivedAnswer> {
    return this.at(publicKey, async (form) => {
      await this.admit(form, clientAddress);
      const { nonce } = this.expectHuman(form, input);
      // Whoever fills in what people do not see is told what people are told.
      if (!input.fax) await this.keep(form, input, input.externalId ?? nonce);
      return { thanks: form.thanks };
    });
  }

  private async at<T>(publicKey: string, work: (form: OpenForm) => Promise<T>): Promise<T> {
    const organizationId = organizationOfPrefix(publicKey);
    const [organization] = organizationId ? await this.platform.query<OrganizationStanding>(standingOfOrganization(organizationId)) : [];
    if (organization?.status !== 'active' || !organization.modules.includes('sales')) throw new NotFound();
    return inOrganization(organizationId!, { kind: 'system', reason: 'form filled in' }, async () => {
      const [form] = await this.tenancy.read<OpenForm>(openForm(currentOrganizationId(), publicKey));
      if (!form) throw new NotFound();
      return work(form);
    });
  }

  private async admit({ id }: OpenForm, clientAddress: string): Promise<void> {
    if (!this.limit) throw new Error('Forms are taken in through the API alone.');
    for (const [key, rule] of [[`${id}:${addressKey(clientAddress)}`, PER_ADDRESS], [id, PER_FORM]] as const) {
      const { granted, nextInMs } = await this.limit.store.take(`${currentOrganizationId()}:rate:form:${key}`, rule, 1, 0);
      if (granted === 0) throw new TooManyRequests(Math.ceil(nextInMs / 1_000));
    }
  }

  private expectHuman({ id, leastSeconds, consentText }: OpenForm, { token, consent, email, phone, lastName }: FormInput): FormToken {
    const proof = readFormToken(token, id, this.config.cookieSecret);
    const age = proof ? this.now.getTime() - proof.issuedAt : -1;
    if (!proof || age < leastSeconds * 1_000 || age > LONGEST_MS) throw new Invalid([{ at: 'token', rule: 'token', say: 'The form was filled in too fast, or it is too old. Load it again, and send it once more.' }]);
    if (!email && !phone && !lastName) throw new Invalid([{ at: 'email', rule: 'required', say: 'Say who you are, or how you can be reached.' }]);
    if (consentText && consent !== true) throw new Invalid([{ at: 'consent', rule: 'required', say: 'Agree to the text, or do not send the form.' }]);
    return proof;
  }

  private async keep(form: OpenForm, { token: _token, fax: _fax, consent, page, referrer, ...given }: FormInput, externalId: string): Promise<void> {
    const organizationId = currentOrganizationId();
    const { source = form.source, medium = null, campaign = form.campaign, term = null, content = null } = given;
    const at = this.now.toISOString();
    const touch: Json = { at, source, medium, campaign, term, content, page: page ?? null, referrer: referrer ?? null };
    const agreed: { [field: string]: Json } = form.consentText && consent ? { consentVersion: `${form.publicKey.slice(-10)} ${form.consentVersion}`, consentAt: at } : {};
    const values = { ...given, lastName: given.lastName || given.email?.split('@')[0]?.slice(0, 80) || given.phone!, source, medium, campaign, externalId, firstTouch: touch, lastTouch: touch };
    await this.tenancy.transaction(async (transaction) => {
      await transaction.query(holdExternalId(organizationId, externalId));
      if ((await transaction.query(leadOfExternalId(organizationId, externalId))).length > 0) return;
      const noun = (await this.nouns.here()).of(Lead);
      const { json } = await settingOfLead({ origin: 'form', formId: form.id, ...agreed }, () => this.write.create(noun, values));
      const { id: leadId } = JSON.parse(json) as Lead;
      await transaction.query(factStatement('form.submitted', 'leadForm', form.id, { leadId, source, medium, campaign }));
    });
  }

  private get now(): Date {
    return currentScope().clock.now();
  }
}
