import diagnostics from 'node:diagnostics_channel';
import { setTimeout as sleep } from 'node:timers/promises';
import { LiveBell } from '#platform/realtime/live-bell.js';
import { until } from '#test/mail/post-office.js';
import { LiveWorld } from './live-world.js';

const CONTACTS = '/api/v1/sales/contacts';
let world: LiveWorld;
beforeAll(async () => (world = await LiveWorld.open()));
afterAll(() => world.close());

const A = () => world.tenants.organizations.A;
const rename = (id: string, lastName: string) => world.tenants.as('A', 'owner').patch(`${CONTACTS}/${id}`, { lastName });

describe('S25 A connection', () => {
  it('is for members, by a token or by the cookie of a page of ours', async () => {
    const refused = async (token: string | null, headers: Record<string, string> = {}) => {
      const client = world.dial(token, 0, headers);
      await until(() => client.refusal);
      return client.refusal!.status;
    };
    const good = world.tenants.token('A', 'rep');
    expect([await refused(null), await refused('nonsense'), await refused(world.tenants.token('A', 'expired')), await refused(world.tenants.token('A', 'suspended'))]).toEqual([401, 401, 401, 403]);
    expect([await refused(good, { origin: 'https://evil.example' }), await refused(null, { cookie: `tessera-access=${good}` })]).toEqual([0, 401]);
    await world.dial(null, 0, { cookie: `tessera-access=${good}`, origin: world.url() }).connected();
    await world.dial(good).connected();
    const polling = await fetch(`${world.url()}/api/v1/live/?EIO=4&transport=polling`);
    expect(polling.status).toBe(400);
  });

  it('is told what its member may see, in every process, and nothing else; S15 in the fields as well', async () => {
    const [owner, rep, other, stranger] = await Promise.all([world.connect('owner'), world.connect('rep', 'A', 1), world.connect('otherRep', 'A', 1), world.connect('owner', 'B')]);
    const [id] = A().contacts as [string];
    const answer = await rep.ask('watch', { noun: 'contact', id });
    expect([answer.ok, answer.record!.id, 'creditLimit' in answer.record!, '_links' in answer.record!]).toEqual([true, id, false, false]);
    expect((await owner.ask('watch', { noun: 'contact' })).ok).toBe(true);
    for (const client of [other, stranger]) expect(await client.ask('watch', { noun: 'contact', id })).toMatchObject({ ok: false, problem: { status: 404 } });
    for (const client of [other, stranger]) expect((await client.ask('watch', { noun: 'contact' })).ok).toBe(true);
    for (const noun of ['*', '__proto__', `${A().id}`, `contact ${id}`, 'nothing', 7]) expect(await stranger.ask('watch', { noun, id })).toMatchObject({ ok: false });
    await rename(id, 'Byron');
    await until(() => rep.changes().length === 1 && owner.changes().length === 1);
    expect(rep.changes()).toMatchObject([{ type: 'contact.updated', noun: 'contact', id, changed: expect.arrayContaining(['lastName']), record: { lastName: 'Byron' } }]);
    await world.tenants.as('A', 'owner').patch(`${CONTACTS}/${id}`, { creditLimit: { amount: 471_147_114_711, currency: 'EUR' } });
    // Who sees such a value stands in the ledger, so it is read, not told to many at once.
    expect((await until(() => owner.changes()[1]))).toMatchObject({ changed: ['creditLimit'] });
    expect(JSON.stringify([owner.frames, rep.frames])).not.toMatch(/471147114711|"creditLimit":/);
    await world.tenants.as('A', 'owner').patch(`${CONTACTS}/${id}`, { ownerId: A().members.otherRep });
    await until(() => rep.last('gone'));
    expect(rep.changes()).toHaveLength(1);
    await rename(id, 'Nobody tells the first one');
    await until(() => other.changes().length === 2);
    await world.tenants.as('A', 'owner').delete(`${CONTACTS}/${id}`);
    await until(() => owner.changes().at(-1)!.type === 'contact.deleted');
    expect(owner.changes().at(-1)).toEqual({ type: 'contact.deleted', cursor: expect.any(String), id, noun: 'contact', version: expect.any(Number), changed: [] });
    await sleep(300);
    expect([rep.changes().length, stranger.frames.map(({ event }) => event)]).toEqual([1, ['welcome']]);
    expect(JSON.stringify(stranger.frames)).not.toContain(A().canary);
  });

  it.each<[string, 'manager' | 'marketing' | 'support', () => Promise<unknown>]>([
    ['a suspended member', 'manager', () => world.tenants.as('A', 'owner').patch(`/api/v1/identity/members/${A().members.manager}`, { status: 'suspended' })],
    ['a session that ends without a word', 'marketing', () => world.tenants.platform((platform) => platform.query({ text: `UPDATE session SET ended_at = now(), ended_because = 'signed-out' WHERE account_id = $1`, values: [A().accounts.marketing] }))],
    ['a membership that is taken away', 'support', () => world.tenants.platform((platform) => platform.query({ text: 'DELETE FROM membership WHERE organization_id = $1 AND member_id = $2', values: [A().id, A().members.support] }))],
  ])('S17 ends by %s within 5 s, in every process', async (_how, person, change) => {
    const clients = await Promise.all([0, 1].map((process) => world.connect(person, 'A', process)));
    await change();
    const began = Date.now();
    await until(() => clients.every(({ socket }) => socket.disconnected), 7_000);
    expect(Date.now() - began).toBeLessThan(5_000);
    expect(clients.map((client) => typeof client.last('ended')?.why)).toEqual(['string', 'string']);
    const again = world.dial(world.tenants.token('A', person));
    expect((await until(() => again.refusal)).status).toBeGreaterThanOrEqual(401);
  }, 20_000);

  it('S17 loses what a role loses at once', async () => {
    const [, id] = A().contacts as [string, string];
    const viewer = await world.connect('viewer', 'A', 1);
    expect((await viewer.ask('watch', { noun: 'contact', id })).ok).toBe(true);
    await rename(id, 'Seen');
    await until(() => viewer.changes().length === 1);
    const seats = (await world.tenants.as('A', 'owner').get(`/api/v1/identity/member-roles?filter[memberId]=${A().members.viewer}`)).json<{ data: { id: string }[] }>().data;
    for (const seat of seats) expect((await world.tenants.as('A', 'owner').delete(`/api/v1/identity/member-roles/${seat.id}`)).statusCode).toBe(204);
    await rename(id, 'Unseen');
    await until(() => viewer.last('gone'));
    expect(viewer.changes()).toHaveLength(1);
    expect(await viewer.ask('watch', { noun: 'contact', id })).toMatchObject({ ok: false });
  });
});

describe('Live updates', () => {
  it('go on where a client left off, or tell it to load anew', async () => {
    const id = A().contacts[2]!;
    const first = await world.connect('owner');
    const { cursor } = await first.ask('watch', { noun: 'contact' });
    await rename(id, 'One');
    const told = await until(() => first.changes()[0]);
    first.socket.disconnect();
    await rename(id, 'Two');
    await world.tenants.as('A', 'owner').post(CONTACTS, { lastName: 'Newcomer' });
    const second = await world.connect('owner', 'A', 1);
    const back = await second.ask('watch', { noun: 'contact', since: told.cursor });
    expect([back.ok, back.reload]).toEqual([true, false]);
    // What is not final yet follows live, and what comes live meanwhile may be told twice.
    const missed = () => new Set(second.changes().map(({ type, record }) => [type, record!.lastName].join(' ')));
    await until(() => missed().size === 2);
    expect(missed()).toEqual(new Set(['contact.updated Two', 'contact.created Newcomer']));
    expect((await second.ask('watch', { noun: 'contact', since: cursor })).reload).toBe(false);
    for (const since of ['nonsense', (await (await world.connect('owner', 'B')).ask('watch', { noun: 'contact' })).cursor, 7]) expect((await second.ask('watch', { noun: 'contact', since })).reload).toBe(true);
  });

  it('ring for a member who has something new to read, and for nobody else', async () => {
    const [own, other] = [await world.connect('rep', 'A', 1), await world.connect('owner', 'A', 1)];
    world.tenants.get(LiveBell).ring(A().id, A().members.rep);
    await until(() => own.last('notified'));
    expect(other.last('notified')).toBeUndefined();
  });

  it('are read once in a process for all who see the same', async () => {
    const id = A().contacts[2]!;
    const clients = await Promise.all(Array.from({ length: 40 }, (_, n) => world.connect(n % 2 ? 'owner' : 'admin')));
    for (const client of clients) await client.ask('watch', { noun: 'contact', id });
    let reads = 0;
    const count = (query: unknown) => void ((query as { name: string }).name.startsWith('contact.get') && (reads += 1));
    diagnostics.subscribe('tessera:query', count);
    await world.tenants.as('A', 'owner').patch(`${CONTACTS}/${id}`, { lastName: 'Many' });
    const began = performance.now();
    await until(() => clients.every((client) => client.changes().length === 1));
    diagnostics.unsubscribe('tessera:query', count);
    expect(performance.now() - began).toBeLessThan(1_000);
    // Once for each process and each kind of rights that still watches from before.
    expect(reads).toBeLessThan(8);
    for (const { socket } of clients) socket.disconnect();
  });

  it('show who is at a record and who edits it, to those who may read it, until they leave', async () => {
    const id = A().contacts[2]!;
    const [owner, admin] = await Promise.all([world.connect('owner'), world.connect('admin', 'A', 1)]);
    expect(await owner.ask('present', { noun: 'contact', id })).toMatchObject({ ok: false, problem: { status: 403 } });
    for (const client of [owner, admin]) await client.ask('watch', { noun: 'contact', id });
    await owner.ask('present', { noun: 'contact', id });
    const { here } = await admin.ask('present', { noun: 'contact', id, editing: true });
    const both = [{ memberId: A().members.owner, editing: false }, { memberId: A().members.admin, editing: true }];
    expect(here).toEqual(both);
    await until(() => owner.last('here')?.here?.length === 2);
    expect(owner.last('here')!.here).toEqual(both);
    // Shown out is gone as well.
    expect((await world.tenants.as('A', 'owner').patch(`/api/v1/identity/members/${A().members.admin}`, { status: 'suspended' })).statusCode).toBe(200);
    await until(() => owner.last('here')?.here?.length === 1);
    expect(admin.socket.disconnected).toBe(true);
  });

  it('answer what nobody knows clearly, and stop whoever sends too much or too large', async () => {
    const client = await world.connect('rep');
    expect(await client.ask('wach', {})).toMatchObject({ ok: false, problem: { status: 400, errors: [{ at: 'event', say: expect.stringContaining('"watch"') }] } });
    expect(await client.ask('watch', { noun: 'contakt' })).toMatchObject({ problem: { errors: [{ say: expect.stringContaining('"contact"') }] } });
    for (const body of [null, [], 'x', { noun: {} }, { noun: 'contact', id: 'not-an-id' }, { noun: 'contact', id: {} }]) expect((await client.ask('watch', body)).ok).toBe(false);
    client.socket.emit('nothing');
    await until(() => client.last('problem'));
    const flood = await Promise.all(Array.from({ length: 120 }, () => client.ask('unwatch', { noun: 'contact' })));
    expect(flood.some(({ problem }) => problem?.status === 429)).toBe(true);
    const large = await world.connect('rep');
    large.socket.emit('watch', { noun: 'x'.repeat(20_000) });
    await until(() => large.socket.disconnected);
  });
});
