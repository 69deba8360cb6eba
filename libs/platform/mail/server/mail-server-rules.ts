import { Injectable } from '@nestjs/common';
import type { Json } from '#kernel/field/field.js';
import { After, Before, type Change } from '#kernel/pipeline/hooks.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Authority } from '#platform/access/authority.js';
import { MailServer } from './mail-server.js';
import { putOthersOutOfUse } from './mail-server.query.js';

/** Whoever is let in there hears the password. */
const WHERE_IT_GOES = ['host', 'port', 'security', 'userName'];

/** All that an organisation writes leaves by these, so whoever sets one proves who they are. */
@Injectable()
export class MailServerRules {
  constructor(
    private readonly authority: Authority,
    private readonly tenancy: Tenancy,
  ) {}

  @Before(MailServer)
  async check(changes: Change[]): Promise<void> {
    await this.authority.acting();
    await this.authority.mustHaveProved();
    for (const { kind, before, after, set, complain } of changes) {
      if (kind === 'restore') set('active', false);
      if (!after || kind === 'restore') continue;
      if (after.userName && !after.credential) complain('credential', 'required', 'Enter the password of this user.');
      if (after.credential && !after.userName) complain('userName', 'required', 'Enter the user whose password this is.');
      const moved = before !== null && WHERE_IT_GOES.some((name) => before[name] !== after[name]);
      if (moved && after.credential && !isNew(after.credential)) complain('credential', 'again', 'Enter the password again: it goes to no other server, and for no other user, than it was entered for.');
    }
  }

  @After(MailServer)
  async useOne(changes: Change[]): Promise<void> {
    const used = changes.filter(({ before, after }) => after?.active && !before?.active).at(-1);
    if (used) await this.tenancy.write(putOthersOutOfUse(currentOrganizationId(), used.after!.id as string, currentScope().clock.now()));
  }
}

/** On its way in it is sealed already; what was there is only known to be set. */
function isNew(password: Json): boolean {
  return (password as unknown) instanceof Uint8Array;
}
