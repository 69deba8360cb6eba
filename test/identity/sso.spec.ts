import { randomUUID } from 'node:crypto';
import { FactorPolicies } from '#platform/identity/factors/factor-policies.js';
import { DOCS_CLIENT } from '#platform/identity/oauth/docs-client.js';
import type { Person } from './foreign-provider.js';
import { givePasswords, kindOf, PASSWORD, read, signedIn, signIn } from './people.js';
import { reasonOf, SsoWorld } from './sso-world.js';

let world: SsoWorld;
let provider: string;

beforeAll(async () => {
  world = await SsoWorld.create();
  await givePasswords(world.tenants, 'A', ['owner', 'rep', 'suspended', 'viewer']);
  provider = await world.setUp('A');
  await world.map('A', provider, 'sellers', 'sales-rep');
  await world.map('A', provider, 'bosses', 'owner');
});
afterAll(() => world.close());

function person(name: string, more: Partial<Person> = {}): Person {
  return { sub: `sub of ${name}`, email: `${name}@tenant-a.test`, email_verified: true, name: `The ${name}`, ...more };
}

describe('Somebody new', () => {
  it('becomes a member by the word of the provider, with the roles of their groups at each sign-in', async () => {
    const newcomer = person('newcomer', { groups: ['sellers', 'others'] });
    const { me, caller } = await world.inside('A', newcomer);
    expect(me).toMatchObject({ account: { email: 'newcomer@tenant-a.test' }, organization: { slug: 'tenant-a' }, member: { name: 'The newcomer' }, roles: ['sales-rep'] });
    expect((await caller.get('/api/v1/sales/contacts')).statusCode).toBe(200);
    // Of none of the groups any more: what is left is the role of those who have no other.
    const later = await world.inside('A', { ...newcomer, groups: [] });
    expect([later.me.member.id, later.me.roles]).toEqual([me.member.id, ['viewer']]);
    const facts = await world.facts('A', 'member.roles-mapped');
    expect(facts.slice(-2)).toMatchObject([{ given: ['sales-rep'], taken: [] }, { given: ['viewer'], taken: ['sales-rep'] }]);
    expect((await world.facts('A', 'member.provider-linked')).at(-1)).toMatchObject({ issuer: world.foreign.A.issuer });
    expect((await world.facts('A', 'member.signed-in')).at(-1)).toMatchObject({ methods: ['federated'] });
    // The account has no password, and none is guessed.
    expect((await signIn(world.tenants, 'newcomer@tenant-a.test')).statusCode).toBe(401);
  });

  it('is one person, however many of their browsers come at once', async () => {
    const twin = person('twin');
    world.foreign.A.person = twin;
    const browsers = [world.browser(), world.browser(), world.browser()];
    const back: string[] = [];
    for (const browser of browsers) back.push(await world.wayBack('A', browser, twin, await world.goUrl(browser, twin.email!)));
    const arrived = await Promise.all(browsers.map((browser, n) => browser.open(back[n]!)));
    expect(arrived.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(arrived.map(({ html }) => (JSON.parse(html) as { member: { id: string } }).member.id)).size).toBe(1);
  });

  it('needs a role to have any business here', async () => {
    const owner = world.tenants.as('A', 'owner');
    const defaultRoleId = await world.roleId('A', 'viewer');
    read(await owner.patch(`/api/v1/identity/identity-providers/${provider}`, { defaultRoleId: null }));
    expect(reasonOf(await world.comeIn('A', person('roleless', { groups: ['others'] })))).toBe('403 no-role');
    expect(await world.ask(`SELECT 1 FROM account WHERE email = 'roleless@tenant-a.test'`)).toEqual([]);
    read(await owner.patch(`/api/v1/identity/identity-providers/${provider}`, { defaultRoleId }));
  });
});

describe('Somebody who is here already', () => {
  it('is found by their address, and by the subject from then on', async () => {
    const { accounts, members } = world.tenants.organizations.A;
    const rep = person('rep', { groups: ['sellers'] });
    expect((await world.inside('A', rep)).me).toMatchObject({ account: { id: accounts.rep }, member: { id: members.rep }, roles: ['sales-rep'] });
    expect((await world.inside('A', { ...rep, email: 'renamed@tenant-a.test' })).me.account.id).toBe(accounts.rep);
    // The address has been given to somebody else: that does not make them the one who had it.
    expect(reasonOf(await world.comeIn('A', { ...rep, sub: 'another' }))).toBe('403 known-by-another-name');
    read(await world.tenants.as('A', 'owner').delete(`/api/v1/auth/sso/links/${members.rep}`), 204);
    expect((await world.inside('A', { ...rep, sub: 'another' })).me.account.id).toBe(accounts.rep);
  });

  it('stays out when they were suspended or removed', async () => {
    expect(reasonOf(await world.comeIn('A', person('suspended')))).toBe('403 member-suspended');
    const { me } = await world.inside('A', person('leaver'));
    read(await world.tenants.as('A', 'owner').delete(`/api/v1/identity/members/${me.member.id}`), 204);
    expect(reasonOf(await world.comeIn('A', person('leaver')))).toBe('403 member-removed');
    expect(await world.facts('A', 'identityProvider.refused')).toEqual(expect.arrayContaining([expect.objectContaining({ reason: 'member-suspended' }), expect.objectContaining({ reason: 'member-removed' })]));
    read(await world.tenants.as('A', 'owner').post(`/api/v1/identity/members/${me.member.id}/restore`));
    expect((await world.inside('A', person('leaver'))).me.member.id).toBe(me.member.id);
  });

  it('may prove once more who they are, there, and sign out of both', async () => {
    const { caller, browser } = await world.inside('A', person('owner', { groups: ['bosses'] }));
    await world.ask(`UPDATE session SET proved_at = now() - interval '1 hour' WHERE confined_to IS NOT NULL`);
    await new Promise((resolve) => setTimeout(resolve, 4_100));
    const make = () => caller.post('/api/v1/identity/roles', { name: `Role ${randomUUID()}`, rights: [] });
    expect(kindOf(await make())).toBe('403 step-up-required');
    expect(kindOf(await caller.post('/api/v1/auth/step-up/options'))).toBe('403 forbidden');
    const again = async (who: Person) => {
      const begun = await browser.open(`${world.url}/api/v1/auth/sso/step-up`, { method: 'POST', body: JSON.stringify({ returnTo: '/api/v1/me' }), headers: { 'content-type': 'application/json', 'x-tessera-request': '1', origin: world.url } });
      return browser.open(await world.wayBack('A', browser, who, (JSON.parse(begun.html) as { url: string }).url));
    };
    expect(reasonOf(await again(person('rep', { sub: 'another' })))).toBe('403 another-person');
    expect(kindOf(await make())).toBe('403 step-up-required');
    expect((await again(person('owner', { groups: ['bosses'] }))).status).toBe(200);
    expect((await make()).statusCode).toBe(201);
    const { url } = read<{ url: string }>(await caller.post('/api/v1/auth/sso/sign-out'));
    expect(url).toMatch(new RegExp(`^${world.foreign.A.issuer}/session/end\\?.*client_id=tessera`));
    expect((await caller.get('/api/v1/me')).statusCode).toBe(401);
  }, 30_000);

  it('comes in on the way of an application, too', async () => {
    const browser = world.browser();
    const asked = new URLSearchParams({ client_id: DOCS_CLIENT, response_type: 'code', scope: 'openid read', code_challenge: 'x'.repeat(43), code_challenge_method: 'S256', redirect_uri: `${world.url}/api/docs/oauth2-redirect.html` });
    const page = await browser.open(`${world.url}/oauth/authorize?${asked.toString()}`);
    const form = await browser.open(`${page.url}?again=1`);
    const email = 'newcomer@tenant-a.test';
    const on = await browser.send(form.url, { step: 'provider', email });
    const [, go = ''] = /url=([^"]+)"/.exec(on.html) ?? [];
    const consent = await browser.open(await world.wayBack('A', browser, person('newcomer'), world.url + go));
    expect([consent.url, consent.html]).toEqual([`${page.url}?again=2`, expect.stringContaining('newcomer@tenant-a.test')]);
    expect((await browser.agree(consent)).url).toMatch(/[?&]code=/);
  });

  it('is asked for no factor of ours, but for one there where the organisation demands it', async () => {
    const demanded = await world.tenants.as('A', 'owner').post('/api/v1/identity/factor-policies', { role: 'sales-rep', demandedFrom: '2020-01-01T00:00:00Z' });
    world.tenants.get(FactorPolicies).forget();
    const seller = person('seller', { groups: ['sellers'] });
    const { caller } = await world.inside('A', seller);
    expect(kindOf(await caller.get('/api/v1/sales/contacts'))).toBe('403 factor-required');
    expect((await (await world.inside('A', { ...seller, amr: ['pwd', 'mfa'] })).caller.get('/api/v1/sales/contacts')).statusCode).toBe(200);
    read(await world.tenants.as('A', 'owner').delete(`/api/v1/identity/factor-policies/${read<{ id: string }>(demanded, 201).id}`), 204);
    world.tenants.get(FactorPolicies).forget();
  });
});

describe('S16 Owners', () => {
  it('are made and unmade by groups, but for the last one', async () => {
    const { members } = world.tenants.organizations.A;
    const boss = person('boss', { groups: ['bosses'] });
    expect((await world.inside('A', boss)).me.roles).toEqual(['owner']);
    expect((await world.inside('A', { ...boss, groups: [] })).me.roles).toEqual(['viewer']);
    const owner = person('owner', { groups: [] });
    const { me } = await world.inside('A', owner);
    expect([me.member.id, me.roles]).toEqual([members.owner, ['owner']]);
  });

  it('alone enter providers and domains, and nobody maps a group to what they lack', async () => {
    const { id } = read<{ id: string }>(await world.tenants.as('A', 'owner').post('/api/v1/identity/roles', {
      name: 'Directory keeper',
      rights: ['read', 'create', 'update', 'delete'].flatMap((action) => ['groupRole', 'identityProvider', 'signInDomain'].map((resource) => ({ resource, action, reach: 'all' }))).concat([{ resource: 'role', action: 'read', reach: 'all' }]),
    }), 201);
    read(await world.tenants.as('A', 'owner').post('/api/v1/identity/member-roles', { memberId: world.tenants.organizations.A.members.viewer, roleId: id }), 201);
    const keeper = await signedIn(world.tenants, 'viewer@tenant-a.test');
    const refused = async (answer: ReturnType<typeof keeper.post>) => expect(kindOf(await answer)).toBe('403 forbidden');
    await refused(keeper.post('/api/v1/identity/identity-providers', { name: 'Mine', issuer: world.foreign.B.issuer, clientId: 'x' }));
    await refused(keeper.patch(`/api/v1/identity/identity-providers/${provider}`, { issuer: world.foreign.B.issuer }));
    await refused(keeper.post('/api/v1/identity/sign-in-domains', { name: 'mine.example', providerId: provider }));
    for (const role of ['admin', 'owner', 'sales-rep']) await refused(keeper.post('/api/v1/identity/group-roles', { providerId: provider, name: 'mine', roleId: await world.roleId('A', role) }));
    read(await keeper.post('/api/v1/identity/group-roles', { providerId: provider, name: 'mine', roleId: id }), 201);
    const admin = world.tenants.as('A', 'admin');
    expect(kindOf(await admin.post('/api/v1/identity/group-roles', { providerId: provider, name: 'mine', roleId: await world.roleId('A', 'owner') }))).toBe('403 forbidden');
  });
});

describe('Enforcement', () => {
  it('leaves the provider as the only way in, but for the owner who is kept for when it fails', async () => {
    const { members } = world.tenants.organizations.A;
    const owner = world.tenants.as('A', 'owner');
    const enforce = (enforced: boolean, caller = owner) => caller.call('PUT', '/api/v1/auth/sso/enforcement', { payload: { enforced } });
    const keep = (memberId: string, allowed = true) => owner.call('PUT', `/api/v1/auth/sso/break-glass/${memberId}`, { payload: { allowed } });
    const before = await signedIn(world.tenants, 'rep@tenant-a.test');
    // Also a member of B, with the same password.
    const { accounts } = world.tenants.organizations.A;
    await world.ask('UPDATE membership SET account_id = $1 WHERE member_id = $2', [accounts.viewer, world.tenants.organizations.B.members.viewer]);

    expect(kindOf(await enforce(true))).toBe('409 conflict');
    expect(kindOf(await enforce(true, world.tenants.as('A', 'admin')))).toBe('403 forbidden');
    expect(kindOf(await keep(members.rep))).toBe('409 conflict');
    read(await keep(members.owner));
    expect(read(await enforce(true))).toEqual({ enforced: true, breakGlass: [members.owner] });

    expect(kindOf(await signIn(world.tenants, 'rep@tenant-a.test'))).toBe('403 provider-required');
    expect((await signIn(world.tenants, 'rep@tenant-a.test', { password: 'wrong' })).statusCode).toBe(401);
    expect((await before.get('/api/v1/sales/contacts')).statusCode).toBe(403);
    expect((await before.post('/api/v1/auth/switch', { organization: 'tenant-a' })).statusCode).toBe(403);
    expect((await signedIn(world.tenants, 'owner@tenant-a.test')).answer.organization?.slug).toBe('tenant-a');
    const elsewhere = await signedIn(world.tenants, 'viewer@tenant-a.test');
    expect(elsewhere.answer.organizations.map(({ slug }) => slug)).toEqual(['tenant-b']);
    expect(kindOf(await elsewhere.post('/api/v1/auth/switch', { organization: 'tenant-a' }))).toBe('403 provider-required');
    expect((await world.inside('A', person('rep', { sub: 'another', groups: ['sellers'] }))).me.roles).toEqual(['sales-rep']);

    // Whatever would leave nobody for then is refused.
    const boss = (await world.inside('A', person('boss', { groups: ['bosses'] }))).caller;
    expect(kindOf(await keep(members.owner, false))).toBe('409 conflict');
    expect(kindOf(await boss.patch(`/api/v1/identity/members/${members.owner}`, { status: 'suspended' }))).toBe('409 conflict');
    expect(kindOf(await owner.patch(`/api/v1/identity/identity-providers/${provider}`, { enabled: false }))).toBe('409 conflict');
    expect((await world.inside('A', person('owner', { groups: [] }))).me.roles).toEqual(['owner']);
    // Whoever is no owner any more is not kept for it either.
    read(await world.tenants.as('A', 'owner').post('/api/v1/identity/member-roles', { memberId: members.admin, roleId: await world.roleId('A', 'owner') }), 201);
    await world.ask('UPDATE account SET password_hash = (SELECT password_hash FROM account WHERE id = $1) WHERE id = $2', [accounts.owner, accounts.admin]);
    expect(read<{ breakGlass: string[] }>(await keep(members.admin)).breakGlass.toSorted()).toEqual([members.owner, members.admin].toSorted());
    const [seat] = (await owner.get(`/api/v1/identity/member-roles?filter[memberId]=${members.admin}&filter[roleId]=${await world.roleId('A', 'owner')}`)).json<{ data: { id: string }[] }>().data;
    read(await owner.delete(`/api/v1/identity/member-roles/${seat!.id}`), 204);
    expect(kindOf(await signIn(world.tenants, 'admin@tenant-a.test'))).toBe('403 provider-required');
    expect(read(await enforce(false))).toMatchObject({ enforced: false });
    expect((await signIn(world.tenants, 'rep@tenant-a.test')).statusCode).toBe(200);
    expect([(await world.facts('A', 'organization.provider-enforced')).length, (await world.facts('A', 'organization.provider-released')).length]).toEqual([1, 1]);
  }, 30_000);

  it('S17 ends within five seconds what a provider has opened, once it does not count any more', async () => {
    const { caller } = await world.inside('A', person('rep', { sub: 'another' }));
    const owner = world.tenants.as('A', 'owner');
    read(await owner.patch(`/api/v1/identity/identity-providers/${provider}`, { enabled: false }));
    expect((await caller.get('/api/v1/me')).statusCode).toBe(401);
    expect((await signIn(world.tenants, 'rep@tenant-a.test', { password: PASSWORD })).statusCode).toBe(200);
    const start = await world.start(world.browser(), 'rep@tenant-a.test');
    expect(start.status).toBe(200);
    read(await owner.patch(`/api/v1/identity/identity-providers/${provider}`, { enabled: true }));
  });
});
