import { Injectable } from '@nestjs/common';
import { Conflict } from '#kernel/pipeline/problem.js';
import type { Act } from '#kernel/pipeline/act.js';
import { Action } from '#kernel/resource/verb.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { Config } from '#platform/config/config.js';
import { activeMember, type MemberCard } from '#platform/identity/member.query.js';
import { organizationById } from '#platform/organizations/organization.query.js';
import type { Organization } from '#platform/organizations/organization.js';
import { defineWork, Does, type WorkHandler, type WorkInHand } from '#platform/work/work-kind.js';
import { Work } from '#platform/work/work.js';
import { nearestLanguage } from '../letter.js';
import { NotTaken, type Message } from '../transport.js';
import { writeLetter } from '../write-letter.js';
import type { MailServerRow } from './mail-server.query.js';
import { MailServer } from './mail-server.js';
import { OwnServers } from './own-servers.js';

/** Tried once: whoever tests wants to hear what is said now. */
export const testMailServer = defineWork<{ serverId: string }>({ queue: 'notifications', name: 'test-mail-server', waitsMs: [], timeoutMs: 60_000 });

/** Sends a mail through it to whoever asks, whether it is in use or not, and writes down what it answered. */
@Action(MailServer, 'test', { say: 'Send a test mail to me' })
export class SendTestMail {
  constructor(private readonly work: Work) {}

  async run({ id: serverId }: MailServer, _input: object, { tell }: Act): Promise<void> {
    const { actor } = currentScope();
    if (actor.kind !== 'member') throw new Conflict('Only members can be sent a test mail.');
    await this.work.plan([{ kind: testMailServer, effectKey: uuidv7(), about: { serverId }, as: actor.memberId }]);
    await tell('mailServer.tested');
  }
}

@Injectable()
@Does(testMailServer)
export class TestMailServer implements WorkHandler<{ serverId: string }> {
  constructor(
    private readonly servers: OwnServers,
    private readonly tenancy: Tenancy,
    private readonly platform: PlatformDatabase,
    private readonly config: Config,
  ) {}

  async do({ id, about: { serverId }, signal }: WorkInHand<{ serverId: string }>): Promise<string> {
    const server = await this.servers.find(serverId);
    const member = await this.asker();
    if (!server || !member) return 'The mail server is not there any more.';
    const message = { ...(await this.written(server)), messageId: `<${id}@${new URL(this.config.publicUrl).hostname}>`, date: currentScope().clock.now(), to: member.email };
    const { say, shut } = await this.sent(server, message, signal);
    await this.servers.note(server.id, say, shut);
    return say;
  }

  private async sent(server: MailServerRow, message: Omit<Message, 'from'>, signal: AbortSignal): Promise<{ say: string; shut: boolean }> {
    try {
      const { transport, from, dkim } = this.servers.open(server);
      return { say: await transport.send({ ...message, from, dkim }, signal), shut: false };
    } catch (error) {
      if (error instanceof NotTaken) return { say: error.message, shut: true };
      throw error;
    }
  }

  private async asker(): Promise<MemberCard | undefined> {
    const { actor } = currentScope();
    const [member] = actor.kind === 'member' ? await this.tenancy.read<MemberCard>(activeMember(currentOrganizationId(), actor.memberId)) : [];
    return member;
  }

  private async written({ host, senderName }: MailServerRow) {
    const [organization] = await this.platform.query<Organization>(organizationById(currentOrganizationId()));
    return writeLetter('mail-server-test', { target: host, sender: senderName }, nearestLanguage(organization?.language), this.config.publicUrl);
  }
}
