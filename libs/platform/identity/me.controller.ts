import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiExtension, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Gate } from '#kernel/gate/gate.js';
import { InOrganization, SignedIn } from '#kernel/gate/route.js';
import { Forbidden, Unauthenticated } from '#kernel/pipeline/problem.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Organization } from '#platform/organizations/organization.js';
import { organizationById } from '#platform/organizations/organization.query.js';
import type { Account } from './account.js';
import { accountById } from './account.query.js';
import { activeMember, prefer, type MemberCard } from './member.query.js';
import { currentIdentity } from './identity.js';
import { Revocations } from './sessions/revocations.js';
import { SessionWatch } from './sessions/session-watch.js';
import { SignIn } from './sign-in.js';
import { MeAnswer, PreferencesInput } from './sign-in.dto.js';
import { AlsoConfined } from './sso/confinement.js';

const NO_PLACE = { organization: null, member: null, roles: [], language: null, timeZone: null };

@ApiTags('identity')
@Controller('me')
export class MeController {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly tenancy: Tenancy,
    private readonly gate: Gate,
    private readonly signIns: SignIn,
    private readonly watch: SessionWatch,
    private readonly revocations: Revocations,
  ) {}

  @Get()
  @SignedIn()
  @AlsoConfined()
  @ApiOperation({ summary: 'Who am I', description: 'The account, and its place in the organisation of the token.' })
  @ApiOkResponse({ type: MeAnswer })
  async me(): Promise<MeAnswer> {
    const { actor, organizationId } = currentScope();
    const [account] = 'accountId' in actor ? await this.platform.query<Account>(accountById(actor.accountId)) : [];
    if (account?.status !== 'active') throw new Unauthenticated();
    const place = actor.kind === 'member' && organizationId ? await this.placeOf(organizationId, actor.memberId) : NO_PLACE;
    const { id, email, name, superAdmin } = account;
    const identity = currentIdentity();
    const confinedTo = identity && (await this.watch.state(identity)).confinedTo;
    const organizations = (await this.signIns.seats(id, confinedTo)).map(({ organization }) => organization);
    return { account: { id, email, name, superAdmin: superAdmin && !confinedTo }, ...place, organizations };
  }

  @Patch()
  @InOrganization()
  @ApiExtension('x-permission', { resource: '*', action: 'any' })
  @ApiOperation({ summary: 'Choose your language and time zone', description: 'In this organisation. What is left out stays as it is; null leaves it to the organisation.' })
  @ApiOkResponse({ type: MeAnswer })
  async prefer(@Body() wished: PreferencesInput): Promise<MeAnswer> {
    const { actor, clock } = currentScope();
    if (actor.kind !== 'member') throw new Forbidden('Only people have a language and a time zone of their own.');
    const organizationId = currentOrganizationId();
    await this.tenancy.write(prefer(organizationId, actor.memberId, wished, clock.now()));
    this.revocations.announce({ organizationId });
    return this.me();
  }

  private async placeOf(organizationId: string, memberId: string): Promise<Omit<MeAnswer, 'account' | 'organizations'>> {
    const { access } = await this.gate.ability();
    const [[organization], [member]] = await Promise.all([
      this.platform.query<Organization>(organizationById(organizationId)),
      this.tenancy.read<MemberCard>(activeMember(organizationId, memberId)),
    ]);
    return { organization: organization ?? null, member: member ?? null, roles: access.roles, language: access.language, timeZone: access.timeZone };
  }
}
