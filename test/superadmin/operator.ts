import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { AccessTokens } from '#platform/identity/access-tokens.js';
import { addSession } from '#platform/identity/sessions/session.query.js';
import type { Caller, TwoTenants } from '#test/worlds/two-tenants.js';

/** Signed in outside of any organisation, as those are who run the deployment. */
export async function session(world: TwoTenants, accountId: string, withFactor: boolean): Promise<Caller> {
  const [id, now] = [uuidv7(), new Date()];
  const later = new Date(now.getTime() + 60 * 60_000);
  await world.platform((platform) => platform.query(addSession({ id, accountId, organizationId: null, memberId: null, confinedTo: null, methods: ['password'], openedAt: now, factorAt: withFactor ? now : null, idleUntil: later, endsAt: later, place: 'here', device: 'test' })));
  return world.withToken(world.get(AccessTokens).issue({ sub: accountId, sid: id }).token);
}
