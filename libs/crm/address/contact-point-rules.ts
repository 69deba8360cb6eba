import { Injectable } from '@nestjs/common';
import type { Json } from '#kernel/field/field.js';
import { phoneKey } from '#kernel/field/phone.js';
import { After, Before, type Change } from '#kernel/pipeline/hooks.js';
import { Conflict } from '#kernel/pipeline/problem.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { WriteDoor } from '#kernel/pipeline/write.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { About } from '#platform/about/about.js';
import { Company } from '../company/company.js';
import { Contact } from '../contact/contact.js';
import { belongToOne, isOfOne, whoseIs } from './belongs-to-one.js';
import { ContactPoint } from './contact-point.js';
import { followMain, otherWithEmail, unsetMainPoint } from './points.query.js';

const COLUMNS = ['email', 'phone'] as const;

/** There is one main address and one main number, and they stand at the contact, too, where everybody looks for them. */
@Injectable()
export class ContactPointRules {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly read: ReadDoor,
    private readonly write: WriteDoor,
    private readonly registry: Registry,
    private readonly about: About,
  ) {}

  @Before(ContactPoint)
  async keepOneMain(changes: Change[]): Promise<void> {
    for (const { after, complain } of changes) {
      if (!after) continue;
      if (!after.isPrimary || !isOfOne(after)) continue;
      if (after.email && after.phone) complain('isPrimary', 'main', 'Is the main one of both kinds only apart: give address and number a row of their own.');
      else for (const column of COLUMNS) if (after[column]) await this.tenancy.write(unsetMainPoint(currentOrganizationId(), column, whoseIs(after), after.id as string, currentScope().clock.now()));
    }
  }

  @After(ContactPoint)
  async mirror(changes: Change[]): Promise<void> {
    belongToOne(changes);
    for (const { kind, after } of changes) {
      if (!after?.isPrimary || kind === 'delete' || !isOfOne(after)) continue;
      const { companyId, contactId } = whoseIs(after);
      const column = after.email ? 'email' : 'phone';
      const noun = this.registry.of(contactId ? Contact : Company);
      if (!noun.fields.has(column)) continue;
      const id = (contactId ?? companyId)!;
      const former = (JSON.parse((await this.read.get(noun, id)).json) as { [column: string]: Json })[column] ?? null;
      if (former === after[column]) continue;
      await this.write.update(noun, id, { [column]: after[column] });
      if (former !== null && kind === 'create') await this.write.create(this.registry.of(ContactPoint), { label: 'Former main one', kind: 'other', [column]: former, companyId, contactId });
    }
  }

  @After(Contact, { update: COLUMNS })
  async follow(changes: Change[]): Promise<void> {
    const [organizationId, now] = [currentOrganizationId(), currentScope().clock.now()];
    for (const { before, after } of changes) {
      for (const column of COLUMNS) {
        const value = (after![column] as string | null) ?? null;
        if (value === (before![column] ?? null)) continue;
        const whose = { companyId: null, contactId: after!.id as string };
        await this.tenancy.write(value === null ? unsetMainPoint(organizationId, column, whose, null, now) : followMain(organizationId, column, whose.contactId, value, column === 'phone' ? phoneKey(value) : null, now));
      }
    }
  }

  /** Somebody else may have the address by now. */
  @Before(Contact, { restore: true })
  async explainCollision(changes: Change[]): Promise<void> {
    for (const { after } of changes) {
      if (!after?.email) continue;
      const [other] = await this.tenancy.read<{ id: string }>(otherWithEmail(currentOrganizationId(), after.email as string, after.id as string));
      if (!other) continue;
      const known = await this.about.isReadable({ subject: 'contact', recordId: other.id });
      const name = known ? `${(JSON.parse((await this.read.get(this.registry.of(Contact), other.id, { fields: 'fullName' })).json) as Contact).fullName} (/api/v1/sales/contacts/${other.id})` : 'a contact that you may not see';
      throw new Conflict(`Its e-mail address is now that of ${name}. Change or delete that one first.`, [{ at: 'email', rule: 'unique', say: `Is now that of ${name}.` }]);
    }
  }
}
