import { createDecipheriv, createECDH, createHmac, createPublicKey, randomBytes, randomUUID, verify } from 'node:crypto';
import { Gate } from '#kernel/gate/gate.js';
import { inOrganization, Tenancy } from '#kernel/tenancy/tenancy.js';
import { Config } from '#platform/config/config.js';
import { recordMentioned } from '#platform/notifications/notification-type.js';
import { telling } from '#platform/notifications/notify.work.js';
import { Push } from '#platform/notifications/push/push-handler.js';
import { PushKey } from '#platform/notifications/push/push-key.js';
import type { PushIds } from '#platform/notifications/push/push.work.js';
import { NoticeWording } from '#platform/notifications/wording.js';
import type { Outbound } from '#platform/outbound/outbound.js';
import { Work } from '#platform/work/work.js';
import type { WorkInHand } from '#platform/work/work-kind.js';
import { until } from '#test/ledger/worker.js';
import { PostOffice } from '#test/mail/post-office.js';
import { TwoTenants, type Person, type Tenant } from '#test/worlds/two-tenants.js';

const PUSH_KEY = randomBytes(32).toString('hex');
const QUEUES = 'mail,notifications';
let office: PostOffice;
let world: TwoTenants;
beforeAll(async () => {
  office = await PostOffice.open();
  world = await TwoTenants.create({ ...office.environment, PUSH_KEY });
  // The people of the world gave each other records while it was made.
  await office.work(world.database, { QUEUES, PUSH_KEY });
  await tell('A', { type: recordMentioned, effectKey: 'last of the beginning', memberId: member('A', 'viewer') });
  await until(async () => (await unread('A', 'viewer')) > 0 && (await open('A', 'notify')) + (await open('A', 'notify-by-mail')) === 0);
  for (const tenant of ['A', 'B'] as const) for (const person of ['owner', 'admin', 'manager', 'rep', 'otherRep'] as const) await world.as(tenant, person).post('/api/v1/notifications/mark', { read: true });
});
afterAll(async () => {
  await office.close();
  await world.close();
});

const told = async (tenant: Tenant, person: Person, query = '') => (await world.as(tenant, person).get(`/api/v1/notifications${query}`)).json<{ data: { id: string; text: string; record: { title: string } | null; readAt: string | null }[] }>().data;
const unread = async (tenant: Tenant, person: Person) => (await world.as(tenant, person).get('/api/v1/notifications/count')).json<{ unread: number }>().unread;
const tell = (tenant: Tenant, ...plans: Parameters<typeof telling>[0][]) => world.inside(tenant, (tenancy) => new Work(tenancy).plan(plans.map(telling)));
const member = (tenant: Tenant, person: Person) => world.organizations[tenant].members[person];
const mailTo = (person: Person) => world.platform(async (platform) => (await platform.query<{ email: string }>({ text: 'SELECT email FROM account WHERE id = $1', values: [world.organizations.A.accounts[person]] }))[0]!.email);

it('tells whoever is given a record, once, in the list and by mail, and nobody else', async () => {
  const [contact] = world.organizations.A.contacts;
  const given = await world.as('A', 'admin').patch(`/api/v1/sales/contacts/${contact}`, { ownerId: member('A', 'otherRep') });
  expect(given.statusCode).toBe(200);
  await until(async () => (await unread('A', 'otherRep')) === 1);
  const [notice] = await told('A', 'otherRep');
  expect(notice!.text).toContain(`made ${notice!.record!.title} yours`);
  const address = await mailTo('otherRep');
  await until(() => office.sink.to(address).some(({ subject }) => subject === notice!.text));
  expect([await unread('A', 'admin'), await unread('A', 'rep'), await unread('B', 'otherRep')]).toEqual([0, 0, 0]);
  expect((await world.as('A', 'otherRep').post('/api/v1/notifications/mark', { read: true, ids: [notice!.id] })).json()).toEqual({ unread: 0 });
  expect((await world.as('A', 'admin').post('/api/v1/notifications/mark', { read: false, ids: [notice!.id] })).json()).toEqual({ unread: 0 });
  expect(await told('A', 'otherRep', '?unread=true')).toEqual([]);
});

it('tells nobody of what they did themselves, twice of the same, or of what they may not read', async () => {
  const [contact] = world.organizations.A.contacts;
  const mention = { type: recordMentioned, subject: 'contact', recordId: contact!, actorId: member('A', 'admin') };
  await tell('A', { ...mention, effectKey: 'own', memberId: member('A', 'admin') }, { ...mention, effectKey: 'role', subject: 'role', recordId: randomUUID(), memberId: member('A', 'rep') }, { ...mention, effectKey: 'gone', memberId: member('A', 'suspended') });
  const again = { ...mention, effectKey: 'seen', memberId: member('A', 'manager') };
  await tell('A', again);
  await tell('A', again);
  await until(async () => (await unread('A', 'manager')) === 1);
  await until(async () => (await open('A', 'notify')) === 0);
  expect([await unread('A', 'admin'), await unread('A', 'rep'), await unread('A', 'manager')]).toEqual([0, 0, 1]);
});

it('keeps quiet when wanted, and sends one digest of what has not been read', async () => {
  const owner = world.as('A', 'owner');
  expect((await owner.patch('/api/v1/notification-settings', { quiet: { from: '1', until: '07:00' }, digestAt: 'noon', channels: { nothing: ['mail'] }, more: 1 })).json<{ errors: { at: string }[] }>().errors.map(({ at }) => at).sort()).toEqual(['channels.nothing', 'digestAt', 'more', 'quiet']);
  const settings = await owner.patch('/api/v1/notification-settings', { digestAt: '08:00', channels: { 'record.mentioned': ['in-app', 'mail'] } });
  expect(settings.json<{ types: { type: string; channels: string[] }[] }>().types.find(({ type }) => type === 'record.mentioned')!.channels).toEqual(['in-app', 'mail']);
  const [one, two] = world.organizations.A.contacts;
  const mention = { type: recordMentioned, subject: 'contact', actorId: member('A', 'rep'), memberId: member('A', 'owner') };
  await tell('A', { ...mention, effectKey: 'first', recordId: one! }, { ...mention, effectKey: 'second', recordId: two! });
  await until(async () => (await unread('A', 'owner')) === 2);
  await until(async () => (await open('A', 'send-digest')) === 1);
  await owner.post('/api/v1/notifications/mark', { read: true, ids: [(await told('A', 'owner'))[0]!.id] });
  await hurry('A', 'send-digest');
  const address = await mailTo('owner');
  await until(() => office.sink.to(address).some(({ subject }) => subject === 'One piece of news for you'));
});

it('wakes a browser with a message that only it can read, and forgets one that does not want it any more', async () => {
  const browser = createECDH('prime256v1');
  const [publicKey, auth] = [browser.generateKeys(), randomBytes(16)];
  const subscribe = (subscription: object) => world.as('A', 'otherRep').post('/api/v1/push-subscriptions', subscription);
  const refused = await subscribe({ endpoint: 'http://push.example', keys: { p256dh: 'x', auth: 'y' } });
  expect(refused.json<{ errors: { at: string }[] }>().errors.map(({ at }) => at)).toEqual(['endpoint', 'keys.p256dh', 'keys.auth']);
  expect((await subscribe({ endpoint: 'https://push.example/wake', expirationTime: null, keys: { p256dh: publicKey.toString('base64url'), auth: auth.toString('base64url') } })).statusCode).toBe(204);
  await tell('A', { type: recordMentioned, effectKey: 'push', memberId: member('A', 'otherRep'), subject: 'contact', recordId: world.organizations.A.contacts[0]!, actorId: member('A', 'admin') });
  const planned = { text: `SELECT about FROM work WHERE organization_id = $1 AND kind = 'push'`, values: [world.organizations.A.id] };
  await until(async () => (await open('A', 'push')) === 1);
  const [{ about }] = (await world.inside('A', (tenancy) => tenancy.read<{ about: PushIds }>(planned))) as [{ about: PushIds }];

  const sent: { headers: Record<string, string>; body: Uint8Array }[] = [];
  const statuses = [503, 201, 410];
  const outbound = { send: async (_address: string, errand: (typeof sent)[number]) => (sent.push(errand), new Response(null, { status: statuses[sent.length - 1] })) };
  const handler = new Push(world.get(Tenancy), world.get(Gate), world.get(NoticeWording), outbound as unknown as Outbound, world.get(PushKey), world.get(Config));
  const { id, accounts, members } = world.organizations.A;
  const push = () => inOrganization(id, { kind: 'member', accountId: accounts.otherRep, memberId: members.otherRep }, () => handler.do({ about } as WorkInHand<PushIds>));
  await expect(push()).rejects.toThrow('503');
  expect(await push()).toBe('Taken with 201.');
  expect(sent[1]!.headers).toMatchObject({ 'content-encoding': 'aes128gcm', ttl: '86400' });
  const [, signed, signature] = /^vapid t=(.+)\.([^.]+), k=/.exec(sent[1]!.headers['authorization']!)!;
  const { kty, crv, x, y } = world.get(PushKey).jwk!;
  expect(verify('sha256', Buffer.from(signed!), { key: createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' }), dsaEncoding: 'ieee-p1363' }, Buffer.from(signature!, 'base64url'))).toBe(true);
  expect(opened(Buffer.from(sent[1]!.body), browser, publicKey, auth)).toContain('mentioned you');
  expect([await push(), await push()]).toEqual(['The browser does not want it any more.', 'It is gone.']);
});

it('reminds once at its time, across two workers, and not of what was put off, done or is out of sight', async () => {
  const rep = world.as('A', 'otherRep');
  const recordId = world.organizations.A.contacts[0]!;
  const soon = new Date(Date.now() + 1_500).toISOString();
  const remind = async (text: string) => (await rep.post('/api/v1/workspace/reminders', { text, at: soon, subject: 'contact', recordId })).json<{ id: string }>().id;
  const [kept, done, later] = [await remind('call back'), await remind('done'), await remind('put off')];
  expect((await rep.post('/api/v1/workspace/reminders', { text: 'x', at: soon, subject: 'contact', recordId: randomUUID() })).statusCode).toBe(400);
  await rep.patch(`/api/v1/workspace/reminders/${done}`, { state: 'done' });
  await rep.patch(`/api/v1/workspace/reminders/${later}`, { at: new Date(Date.now() + 3_600_000).toISOString() });
  await until(async () => (await told('A', 'otherRep')).some(({ text }) => text === 'Reminder: call back'));
  await until(async () => (await open('A', 'remind')) === 1);
  expect((await told('A', 'otherRep')).filter(({ text }) => text.startsWith('Reminder:'))).toHaveLength(1);
  expect((await rep.get(`/api/v1/workspace/reminders/${kept}`)).json()).toMatchObject({ state: 'due' });
  expect((await world.as('A', 'rep').get(`/api/v1/workspace/reminders/${kept}`)).statusCode).toBe(404);
});

function open(tenant: Tenant, kind: string): Promise<number> {
  const statement = { text: 'SELECT count(*)::integer AS count FROM work WHERE organization_id = $1 AND kind = $2 AND ended_at IS NULL', values: [world.organizations[tenant].id, kind] };
  return world.inside(tenant, async (tenancy) => (await tenancy.read<{ count: number }>(statement))[0]!.count);
}

/** As if the time that it waits for had come. */
async function hurry(tenant: Tenant, kind: string): Promise<void> {
  await until(async () => {
    const statement = { text: `UPDATE work SET next_at = now() WHERE organization_id = $1 AND kind = $2 AND state = 'waiting' RETURNING id`, values: [world.organizations[tenant].id, kind] };
    return (await world.inside(tenant, (tenancy) => tenancy.write(statement))).length > 0;
  });
}

/** What the browser does: RFC 8188 with the keys of RFC 8291. */
function opened(body: Buffer, browser: ReturnType<typeof createECDH>, publicKey: Buffer, auth: Buffer): string {
  const [salt, senderKey] = [body.subarray(0, 16), body.subarray(21, 21 + body[20]!)];
  const hmac = (key: Buffer, ...parts: (string | Buffer)[]) => parts.reduce((sum, part) => sum.update(part), createHmac('sha256', key)).digest();
  const secret = hmac(hmac(auth, browser.computeSecret(senderKey)), 'WebPush: info\0', publicKey, senderKey, '\u0001');
  const prk = hmac(salt, secret);
  const key = hmac(prk, 'Content-Encoding: aes128gcm\0\u0001').subarray(0, 16);
  const nonce = hmac(prk, 'Content-Encoding: nonce\0\u0001').subarray(0, 12);
  const sealed = body.subarray(21 + body[20]!);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(sealed.subarray(-16));
  const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  return padded.subarray(0, padded.lastIndexOf(2)).toString('utf8');
}
