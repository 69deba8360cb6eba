import { Injectable } from '@nestjs/common';
import { sealSecret } from '#kernel/field/secret-box.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { inOrganization, PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import { accountById, addAccount } from '#platform/identity/account.query.js';
import { addTotp } from '#platform/identity/factors/factor.query.js';
import { boundTo } from '#platform/identity/factors/factors.js';
import { OrganizationSetup } from '#platform/identity/organization-setup.js';
import { Passwords } from '#platform/identity/passwords.js';
import type { Organization } from '#platform/organizations/organization.js';
import { DEMO_ORGANIZATIONS } from './organizations.js';
import { addTeam, addTeamMember } from './people.query.js';
import { chapterTold, tellChapter } from './rows.query.js';
import { BOTH, demoId, membersOf, ROOT, teamsOf } from './staff.js';

export const DEMO_PASSWORD = 'tessera-demo';
/** Of the super admin, who needs a second factor. Known to everybody, like the password: the demo world is refused in production. */
export const DEMO_TOTP_SECRET = 'TESSERADEMOTESSERADEMOTESSERADEM';
const CHAPTER = 'people';
const ROOT_FACTOR = demoId(0, 2);

/** The organisations of the demo world, and everybody in them. */
@Injectable()
export class DemoPeople {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly tenancy: Tenancy,
    private readonly setup: OrganizationSetup,
    private readonly passwords: Passwords,
  ) {}

  /** Once: what administrators change afterwards is theirs. */
  async settle(): Promise<void> {
    await this.addAccounts();
    for (const organization of DEMO_ORGANIZATIONS) {
      if (await this.inside(organization, async () => (await this.tenancy.read(chapterTold(organization.id, CHAPTER))).length > 0)) continue;
      const [owner, ...others] = membersOf(organization);
      await this.setup.create(organization, owner!);
      for (const member of others) await this.setup.join(organization.id, member);
      await this.inside(organization, () => this.formTeams(organization));
    }
  }

  private inside<T>({ id }: Organization, work: () => Promise<T>): Promise<T> {
    return inOrganization(id, currentScope().actor, work);
  }

  /** Hashing takes its time, so it is done once, and only when somebody is new. */
  private async addAccounts(): Promise<void> {
    if ((await this.platform.query(accountById(ROOT.id))).length > 0) return;
    const hash = await this.passwords.hash(DEMO_PASSWORD);
    const staff = DEMO_ORGANIZATIONS.flatMap(membersOf).flatMap(({ accountId, email, name }) => (accountId && accountId !== BOTH.id ? [{ id: accountId, email, name }] : []));
    await this.platform.transaction(async (transaction) => {
      for (const account of [ROOT, BOTH, ...staff]) await transaction.query(addAccount(account, hash));
      await transaction.query(addTotp({ id: ROOT_FACTOR, accountId: ROOT.id, name: 'Demo' }, sealSecret(DEMO_TOTP_SECRET, boundTo(ROOT_FACTOR)), currentScope().clock.now()));
    });
  }

  private async formTeams(organization: Organization): Promise<void> {
    const { id } = organization;
    const world = DEMO_ORGANIZATIONS.indexOf(organization) + 1;
    const teams = new Map(teamsOf(organization).map(({ name, under }, n) => [name, { id: demoId(world, 0x200 + n), under }]));
    await this.tenancy.transaction(async (transaction) => {
      for (const [name, team] of teams) await transaction.query(addTeam(id, team.id, name, team.under ? teams.get(team.under)!.id : null));
      for (const member of membersOf(organization))
        for (const name of member.teams) await transaction.query(addTeamMember(id, teams.get(name)!.id, member.id));
      await transaction.query(tellChapter(id, CHAPTER));
    });
  }
}
