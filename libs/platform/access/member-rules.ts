import { Injectable } from '@nestjs/common';
import { After, Before, type Change } from '#kernel/pipeline/hooks.js';
import { Forbidden } from '#kernel/pipeline/problem.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Member } from '#platform/identity/member.js';
import { ApiKey } from '#platform/identity/keys/api-key.js';
import { MemberRole, Role } from '#platform/identity/role.js';
import { Team, TeamMember } from '#platform/identity/team.js';
import { Revocations } from '#platform/identity/sessions/revocations.js';
import { Authority } from './authority.js';
import { dependsOnTeams, OWNER_ROLE } from './hand-out.js';
import { lockTeamTree, rolesHeldBy, teamsAbove, type HeldRole } from './standing.query.js';

const DEEPEST_TREE = 20;

/** S16 for whoever comes, goes or moves: owners are the owners' affair, one of them always stays, and nobody widens their own reach. */
@Injectable()
export class MemberRules {
  constructor(
    private readonly authority: Authority,
    private readonly nouns: Nouns,
    private readonly tenancy: Tenancy,
    private readonly revocations: Revocations,
  ) {}

  @Before(Member)
  async checkStanding(changes: Change[]): Promise<void> {
    for (const { kind, before, after } of changes) {
      const goes = kind === 'delete' || (kind === 'update' && before!.status === 'active' && after!.status !== 'active');
      const comes = kind === 'restore' || (kind === 'update' && before!.status !== 'active' && after!.status === 'active');
      if (!goes && !comes) continue;
      const acting = await this.authority.acting();
      const id = before!.id as string;
      if (acting?.memberId === id) throw new Forbidden('Nobody ends or renews their own membership. Ask another administrator.');
      const [held] = await this.tenancy.read<{ roles: HeldRole[] }>(rolesHeldBy(currentOrganizationId(), id, false));
      const roles = held?.roles ?? [];
      const owns = roles.some(({ key }) => key === OWNER_ROLE);
      if (acting && owns) this.authority.mustBeOwner(acting);
      if (acting && comes) await this.authority.mustHold(acting, roles.flatMap(({ rights }) => rights));
      if (goes && owns) await this.authority.keepAnOwner(acting, id);
    }
  }

  @Before(Team)
  async checkTree(changes: Change[]): Promise<void> {
    await this.mustNotDependOnTeams();
    for (const { kind, before, after, complain } of changes) {
      const parent = after?.parentId as string | null | undefined;
      if (!parent || (kind === 'update' && parent === before?.parentId)) continue;
      await this.tenancy.read(lockTeamTree(currentOrganizationId()));
      const above = await this.tenancy.read<{ id: string; name: string }>(teamsAbove(currentOrganizationId(), parent));
      const circle = above.findIndex(({ id }) => id === after!.id);
      if (circle === 0) complain('parentId', 'circle', 'A team cannot stand below itself.');
      else if (circle > 0) complain('parentId', 'circle', `"${above[0]!.name}" stands below this team already, so this team cannot stand below it: ${above.slice(0, circle + 1).map(({ name }) => name).join(' is in ')}.`);
      else if (above.length >= DEEPEST_TREE) complain('parentId', 'depth', `Teams may stand at most ${DEEPEST_TREE} deep.`);
    }
  }

  @Before(TeamMember)
  async checkSeats(): Promise<void> {
    await this.mustNotDependOnTeams();
  }

  @After(Role)
  @After(MemberRole)
  @After(Member)
  @After(Team)
  @After(TeamMember)
  @After(ApiKey)
  forget(): void {
    const organizationId = currentOrganizationId();
    currentScope().transaction!.afterCommit(() => this.revocations.announce({ organizationId }));
  }

  private async mustNotDependOnTeams(): Promise<void> {
    const acting = await this.authority.acting();
    if (acting && dependsOnTeams(acting.rights, await this.nouns.here())) throw new Forbidden('What you see and may do depends on who is in which team, so you cannot change teams. Ask somebody whose rights reach all records.');
  }
}
