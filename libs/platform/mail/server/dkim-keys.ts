import { Injectable } from '@nestjs/common';
import { sealSecret } from '#kernel/field/secret-box.js';
import type { Act } from '#kernel/pipeline/act.js';
import { factStatement } from '#kernel/pipeline/facts.js';
import { Conflict } from '#kernel/pipeline/problem.js';
import { Action } from '#kernel/resource/verb.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { Authority } from '#platform/access/authority.js';
import { Names } from '#platform/outbound/names.js';
import { defineWork, Does, type WorkHandler, type WorkInHand } from '#platform/work/work-kind.js';
import { Work } from '#platform/work/work.js';
import { dnsTextOf, domainOfAddress, drawDkimKey, isPublished } from '../dkim.js';
import { MailServer } from './mail-server.js';
import { giveNextKey, noteFinding, useNextKey } from './mail-server.query.js';
import { OwnServers } from './own-servers.js';

export const checkDkimKey = defineWork<{ serverId: string }>({ queue: 'notifications', name: 'check-dkim-key', waitsMs: [], timeoutMs: 60_000 });

/** For the domain of the sender; the key in use goes on signing until the new one takes its place. */
@Action(MailServer, 'draw-key', { say: 'Draw DKIM key' })
export class DrawDkimKey {
  constructor(
    private readonly authority: Authority,
    private readonly tenancy: Tenancy,
  ) {}

  async run({ id, senderAddress }: MailServer, _input: object, { tell }: Act): Promise<void> {
    await this.authority.acting();
    await this.authority.mustHaveProved();
    const now = currentScope().clock.now();
    const key = await drawDkimKey(domainOfAddress(senderAddress), now);
    const { name, text } = dnsTextOf(key);
    const organizationId = currentOrganizationId();
    await this.tenancy.write(giveNextKey(organizationId, id, { name, text, seal: sealSecret(key.privateKey, organizationId) }, now));
    await tell('mailServer.key-drawn', { name });
  }
}

/** Only once the DNS has it: whoever gets a mail that is signed with an unknown key takes it for a forgery. */
@Action(MailServer, 'use-key', { say: 'Use next DKIM key' })
export class UseDkimKey {
  constructor(private readonly work: Work) {}

  async run({ id: serverId, nextName }: MailServer): Promise<void> {
    if (!nextName) throw new Conflict('There is no next key. Draw one first.');
    await this.work.plan([{ kind: checkDkimKey, effectKey: uuidv7(), about: { serverId } }]);
  }
}

@Injectable()
@Does(checkDkimKey)
export class CheckDkimKey implements WorkHandler<{ serverId: string }> {
  constructor(
    private readonly servers: OwnServers,
    private readonly names: Names,
    private readonly tenancy: Tenancy,
  ) {}

  async do({ about: { serverId } }: WorkInHand<{ serverId: string }>): Promise<string> {
    const server = await this.servers.find(serverId);
    if (!server?.nextName || !server.nextText) return 'There is no next key any more.';
    const organizationId = currentOrganizationId();
    const now = currentScope().clock.now();
    const found = await this.names.texts(server.nextName).catch(() => null);
    if (found !== null && isPublished(server.nextText, found)) {
      const former = server.dkimName ? ` Leave ${server.dkimName} there for a week: mails that are on their way are signed with it.` : '';
      const finding = `Found. Mails are signed with it.${former}`;
      await this.tenancy.transaction(async (transaction) => {
        const used = await transaction.query(useNextKey(organizationId, serverId, server.nextName!, finding, now));
        if (used.length > 0) await transaction.query(factStatement('mailServer.key-used', 'mailServer', serverId, { name: server.nextName! }));
      });
      return finding;
    }
    const finding = found === null ? 'The DNS of this domain does not answer at the moment. Try again in a minute.' : found.length > 0 ? 'There is a TXT record under this name, but with another text.' : 'There is no TXT record under this name yet. It may take an hour until a new one is seen everywhere.';
    await this.tenancy.write(noteFinding(organizationId, serverId, server.nextName, finding, now));
    return finding;
  }
}
