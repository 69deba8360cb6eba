import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '#test/mail/post-office.js';
import { verified } from './sink.js';
import { WebhookWorld } from './webhook-world.js';

let world: WebhookWorld;
beforeAll(async () => {
  world = await WebhookWorld.open();
  // Whoever represents sales may have webhooks here, so that one can be bound by less than everything.
  const rights = ['read', 'create', 'update'].map((action) => ({ resource: 'webhookSubscription', action, reach: 'all', fields: null, groups: [], masked: [], where: null, deny: false }));
  await world.tenants.inside('A', (tenancy) => tenancy.write({ text: `UPDATE role SET rights = rights || $2::jsonb WHERE organization_id = $1 AND key = 'sales-rep'`, values: [world.tenants.organizations.A.id, JSON.stringify(rights)] }));
});
afterAll(() => world.close());

const member = (person: 'rep' | 'otherRep' | 'manager') => world.tenants.organizations.A.members[person];

describe('S42 What happens', () => {
  it('is told to those who want it, signed so that the official library takes it, in order, and with ids alone once deleted', async () => {
    const wanted = await world.subscribe('/story', ['contact.*']);
    const other = await world.subscribe('/companies', ['company.*']);
    const id = await world.contact({ firstName: 'Ada' });
    await world.rename(id, 'King');
    await world.rename(id, 'Byron');
    await world.as('owner').delete(`/api/v1/sales/contacts/${id}`);
    await world.as('owner').post(`/api/v1/sales/contacts/${id}/restore`);
    const arrived = await until(() => world.sink.at('/story').length >= 5 && world.sink.at('/story'));
    for (const each of arrived) expect(verified(each, wanted.secret)).toEqual(each.said);
    expect(arrived.map(({ said }) => said.type)).toEqual(['contact.created', 'contact.updated', 'contact.updated', 'contact.deleted', 'contact.restored']);
    const [, , updated, deleted] = arrived.map(({ said }) => said.data);
    expect(deleted).toEqual({ id, noun: 'contact', version: expect.any(Number), changed: [] });
    expect(updated!.changed).toEqual(expect.arrayContaining(['lastName']));
    expect(arrived[4]!.said.data.record).toMatchObject({ id, lastName: 'Byron' });
    // Each says how the record is when it is sent, and that it is not older than what came before.
    expect(arrived.map(({ said }) => said.data.version!)).toEqual(arrived.map(({ said }) => said.data.version!).sort((a, b) => a - b));
    expect(JSON.stringify(arrived)).not.toContain('_links');
    expect(new Set(arrived.map((each) => each.id)).size).toBe(5);
    expect([world.sink.at('/companies'), await world.log(other.id)]).toEqual([[], []]);
    expect((await world.log(wanted.id)).map(({ state, attempts, tries }) => [state, attempts, tries.map(({ say }) => say)])).toEqual(Array.from({ length: 5 }, () => ['delivered', 1, ['200: thanks']]));
  });

  it('is signed with both secrets while one follows the other; a test event needs no record', async () => {
    const { id, secret } = await world.subscribe('/rotated', ['company.*']);
    const next = await world.draw(id, 'admin', 'A', 24);
    await world.act(id, 'test');
    const [both] = await until(() => world.sink.at('/rotated').length > 0 && world.sink.at('/rotated'));
    for (const good of [secret, next.secret]) expect(verified(both!, good)).toMatchObject({ type: 'webhook.test', data: { subscriptionId: id } });
    const last = await world.draw(id);
    await world.act(id, 'test');
    const tested = await until(() => world.sink.at('/rotated').filter(({ said }) => said.type === 'webhook.test')[1]);
    expect(verified(tested, last.secret)).toBeDefined();
    for (const old of [secret, next.secret]) expect(() => verified(tested, old)).toThrow('No matching signature');
    expect((await world.as('rep').post(`/api/v1/integration/webhook-subscriptions/${id}/test`)).statusCode).toBe(403);
    expect((await world.as('owner', 'B').get(`/api/v1/integration/webhook-subscriptions/${id}/deliveries`)).statusCode).toBe(404);
  });

  it('is matched by what the subscriptions are at that place of the ledger', async () => {
    const { id } = await world.subscribe('/precise', ['contact.created']);
    for (let n = 0; n < 3; n += 1) {
      await world.contact({ lastName: `Wanted ${n}` });
      await until(() => world.sink.at('/precise').length === n + 1);
      expect((await world.change(id, { active: false })).statusCode).toBe(200);
      const unwanted = await world.contact({ lastName: 'Unwanted' });
      await until(() => world.sink.at('/story').some(({ said }) => said.data.id === unwanted));
      expect((await world.change(id, { active: true })).statusCode).toBe(200);
    }
    expect((await world.log(id)).map(({ type }) => type)).toEqual(['contact.created', 'contact.created', 'contact.created']);
    expect(JSON.stringify(world.sink.at('/precise'))).not.toContain('Unwanted');
    const refused = await world.change(id, { events: ['contcat.created', 'no event', '*.deleted'] });
    expect(refused.json<{ errors: { at: string }[] }>().errors.map(({ at }) => at)).toEqual(['events']);
  });
});

describe('S15 S17 A webhook', () => {
  it('says no more than the member may read for whom it works', async () => {
    const { id } = await world.subscribe('/bound', ['contact.*'], 'rep');
    const far = await world.contact({ ownerId: member('otherRep'), lastName: 'Far' });
    const near = await world.contact({ ownerId: member('rep'), lastName: 'Near', creditLimit: { amount: 77_777, currency: 'EUR' } });
    await world.as('owner').patch(`/api/v1/sales/contacts/${near}`, { creditLimit: { amount: 88_888, currency: 'EUR' } });
    await world.as('owner').delete(`/api/v1/sales/contacts/${far}`);
    await world.as('owner').delete(`/api/v1/sales/contacts/${near}`);
    await until(async () => (await world.log(id)).length === 5 && (await world.log(id)).every(({ state }) => state !== 'waiting'));
    const states = (await world.log(id)).map(({ type, recordId, state }) => `${recordId === near ? 'near' : 'far'} ${type} ${state}`).sort();
    expect(states).toEqual(['far contact.created skipped', 'far contact.deleted skipped', 'near contact.created delivered', 'near contact.deleted delivered', 'near contact.updated skipped']);
    expect(JSON.stringify(world.sink.at('/bound'))).not.toMatch(new RegExp(`creditLimit|77777|88888|${far}`));
  });

  it('ends with the membership, says why, and goes on only by somebody who answers for it', async () => {
    const { id } = await world.subscribe('/owned', ['contact.created'], 'otherRep');
    await world.contact({ ownerId: member('otherRep') });
    await until(() => world.sink.at('/owned').length === 1);
    expect((await world.as('owner').patch(`/api/v1/identity/members/${member('otherRep')}`, { status: 'suspended' })).statusCode).toBe(200);
    expect(await world.subscription(id)).toMatchObject({ active: false, pausedBecause: 'owner', ownerId: member('otherRep') });
    const unwanted = await world.contact({ ownerId: member('otherRep') });
    await until(() => world.sink.at('/story').some(({ said }) => said.data.id === unwanted));
    expect((await world.act(id, 'test', {}, 'owner')).statusCode).toBe(409);
    expect((await world.change(id, { active: true }, 'owner')).statusCode).toBe(200);
    expect(await world.subscription(id)).toMatchObject({ active: true, pausedBecause: null, ownerId: world.tenants.organizations.A.members.owner });
    await world.contact({ lastName: 'After' });
    await until(() => world.sink.at('/owned').length === 2);
    expect((await world.as('owner').patch(`/api/v1/identity/members/${member('otherRep')}`, { status: 'active' })).statusCode).toBe(200);
  });

  it('without a word from the rules: a member who is gone by another way is noticed when it is sent', async () => {
    const { id } = await world.subscribe('/vanished', ['contact.created'], 'rep');
    const { id: organization, accounts, members } = world.tenants.organizations.A;
    await world.tenants.platform((platform) => platform.query({ text: 'DELETE FROM membership WHERE organization_id = $1 AND member_id = $2', values: [organization, members.rep] }));
    await world.contact({ ownerId: members.rep });
    await until(async () => (await world.subscription(id)).pausedBecause === 'owner');
    await until(async () => (await world.log(id))[0]?.state === 'failed');
    expect(world.sink.at('/vanished')).toEqual([]);
    await world.tenants.platform((platform) => platform.query({ text: 'INSERT INTO membership (organization_id, account_id, member_id) VALUES ($1, $2, $3)', values: [organization, accounts.rep, members.rep] }));
  });
});

describe('S35 A target', () => {
  it('that is not out in the open is never connected to, and nothing tells whether anybody listens there', async () => {
    const shut = `http://127.0.0.1:${Number(world.sink.host.split(':')[1]) + 1}/x`;
    const targets = ['http://169.254.169.254/latest', 'http://10.0.0.1/', 'http://[::ffff:127.0.0.1]/', 'http://0x7f.1/', shut, `http://localhost.localdomain:${world.sink.host.split(':')[1]}/`];
    const said = new Set<string>();
    for (const target of targets) {
      const answer = await world.as('admin').post('/api/v1/integration/webhook-subscriptions', { url: target, events: ['contact.created'] });
      if (answer.statusCode !== 201) continue;
      const { id } = answer.json<{ id: string }>();
      await world.draw(id);
      await world.act(id, 'test');
      const [tried] = await until(async () => { const [logged] = await world.log(id); return logged && logged.tries.length > 0 && logged.tries; });
      said.add(`${tried!.status} ${tried!.say}`);
      await world.change(id, { active: false });
    }
    expect([...said]).toEqual([expect.stringMatching(/^null This address cannot be reached from here/)]);
    for (const url of ['file:///etc/passwd', 'gopher://example.com/', 'http://user:secret@example.com/']) expect((await world.as('admin').post('/api/v1/integration/webhook-subscriptions', { url, events: ['*'] })).statusCode).toBe(400);
    await sleep(100);
    expect(world.sink.at('/')).toEqual([]);
  });
});
