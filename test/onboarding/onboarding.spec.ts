import { vi } from 'vitest';
import type { LightMyRequestResponse } from 'fastify';
import { OrganizationSetup } from '#platform/identity/organization-setup.js';
import { startApi } from '#test/edge/api.js';
import { PUBLIC_URL } from '#test/mail/post-office.js';
import { Newcomers, PASSWORD, refusal } from './newcomers.js';

const ORGANIZATION = { name: 'Lovelace Engines', slug: 'lovelace', country: 'GB', currency: 'GBP', timeZone: 'Europe/London', language: 'en', modules: ['sales'] };
let newcomers: Newcomers;

beforeAll(async () => {
  newcomers = await Newcomers.create();
});
afterAll(() => newcomers.close());

const asked = ({ statusCode, headers, body }: LightMyRequestResponse) => ({ statusCode, names: Object.keys(headers).sort(), body });

describe('Somebody new', () => {
  it('registers, opens an organisation, invites somebody, and sees what is done', async () => {
    const { world, office } = newcomers;
    const [ada, bob] = [newcomers.address('ada'), newcomers.address('bob')];
    await newcomers.register(ada);
    const account = await newcomers.signIn(ada.toUpperCase().replace('NEWCOMER.EXAMPLE', 'newcomer.example'));
    expect((await account.get('/api/v1/me')).json()).toMatchObject({ account: { email: ada, name: 'Ada Lovelace' }, organization: null });
    const created = await account.post('/api/v1/organizations', ORGANIZATION);
    expect([created.statusCode, created.json()]).toEqual([201, { id: expect.any(String), slug: 'lovelace', name: 'Lovelace Engines' }]);
    const owner = await newcomers.signIn(ada);
    expect((await owner.get('/api/v1/me')).json()).toMatchObject({ organization: { slug: 'lovelace', currency: 'GBP', timeZone: 'Europe/London', modules: ['sales'] }, roles: ['owner'] });

    const steps = async () => (await owner.get('/api/v1/organization/first-steps')).json<{ dismissed: boolean; steps: { key: string; done: boolean }[] }>();
    const done = async () => (await steps()).steps.filter((step) => step.done).map(({ key }) => key);
    expect([(await steps()).steps.map(({ key }) => key), await done()]).toEqual([['invite', 'own-fields', 'first-company', 'first-contact', 'first-deal', 'first-lead'], []]);
    expect((await owner.post('/api/v1/identity/invitations', { email: bob, roles: ['admin'], language: 'de' })).statusCode).toBe(201);
    expect((await owner.post('/api/v1/sales/companies', { name: 'Analytical' })).statusCode).toBe(201);
    expect(await done()).toEqual(['invite', 'first-company']);

    const { subject, tokens } = await office.letter(bob);
    expect(subject).toBe('Einladung zu Lovelace Engines');
    expect((await newcomers.post('auth/invitation/look', { token: tokens[0] })).json()).toMatchObject({ organization: 'Lovelace Engines', inviter: 'Ada Lovelace', email: bob, hasAccount: false });
    expect((await newcomers.post('auth/invitation/accept', { token: tokens[0], name: 'Bob', password: PASSWORD })).json()).toMatchObject({ organization: { slug: 'lovelace' }, email: bob });
    const admin = await newcomers.signIn(bob);
    expect((await admin.get('/api/v1/me')).json()).toMatchObject({ member: { name: 'Bob', email: bob }, roles: ['admin'] });

    expect((await admin.post('/api/v1/organization/first-steps', { dismissed: true })).statusCode).toBe(204);
    expect((await steps()).dismissed).toBe(true);
    expect((await owner.post('/api/v1/organization/first-steps', { dismissed: false })).statusCode).toBe(204);
    expect((await steps()).dismissed).toBe(false);
    const rep = world.as('A', 'rep');
    expect([(await rep.get('/api/v1/organization/first-steps')).json(), (await rep.post('/api/v1/organization/first-steps', { dismissed: true })).statusCode]).toEqual([{ dismissed: false, steps: [] }, 403]);
  });

  it('gets an organisation whole or not at all, and finishes one that was broken off by asking again', async () => {
    const ada = newcomers.address();
    await newcomers.register(ada);
    const account = await newcomers.signIn(ada);
    const wanted = { ...ORGANIZATION, slug: 'broken-off' };
    const join = vi.spyOn(newcomers.world.get(OrganizationSetup), 'join').mockRejectedValueOnce(new Error('The database went away.'));
    expect((await account.post('/api/v1/organizations', wanted)).statusCode).toBe(500);
    join.mockRestore();
    const again = await account.post('/api/v1/organizations', wanted);
    expect(again.statusCode).toBe(201);
    expect((await (await newcomers.signIn(ada)).get('/api/v1/me')).json()).toMatchObject({ organization: { slug: 'broken-off' }, roles: ['owner'] });
    const { id } = again.json<{ id: string }>();
    expect((await newcomers.facts(id, id)).map(({ what }) => what)).toEqual(['organization.created']);
    expect((await account.post('/api/v1/organizations', wanted)).json()).toMatchObject({ status: 409, errors: [{ at: 'slug', rule: 'unique' }] });
  });

  it('S22 is told nothing of the short names of others, and chooses by id where two of theirs are alike', async () => {
    const [ada, bob] = [newcomers.address(), newcomers.address()];
    for (const email of [ada, bob]) await newcomers.register(email);
    const create = async (email: string, slug: string) => (await newcomers.signIn(email)).post('/api/v1/organizations', { ...ORGANIZATION, slug });
    const [taken, free] = [await create(ada, 'tenant-a'), await create(bob, 'nobody-has-it')];
    const shape = ({ statusCode, headers, body }: typeof taken) => [statusCode, Object.keys(headers).sort(), body.replaceAll(/"(id|slug)":"[^"]*"/g, '')];
    expect(shape(taken)).toEqual(shape(free));
    const { id: mine } = taken.json<{ id: string }>();
    const theirs = newcomers.world.organizations.A;
    await newcomers.world.platform((platform) => platform.query({ text: `UPDATE membership SET account_id = (SELECT account_id FROM membership WHERE organization_id = $1) WHERE member_id = $2`, values: [mine, theirs.members.viewer] }));
    const both = await newcomers.signIn(ada);
    expect((await both.post('/api/v1/auth/switch', { organization: 'tenant-a' })).statusCode).toBe(409);
    for (const id of [mine, theirs.id]) expect((await both.post('/api/v1/auth/switch', { organization: id })).json()).toMatchObject({ organization: { id, slug: 'tenant-a' } });
  });

  it.each([
    [{ slug: 'A b' }, ['slug']],
    [{ slug: 'www' }, ['slug']],
    [{ country: 'XX', currency: 'EURO', timeZone: 'Mars/Base' }, ['country', 'currency', 'timeZone']],
    [{ modules: ['sales', 'casino'], language: 'tlh' }, ['language', 'modules']],
    [{ modules: [] }, ['modules']],
    [{ name: 'Two\nlines' }, ['name']],
    [{ id: '0193aaaa-0000-7000-8000-000000000001', status: 'active' }, ['id', 'status']],
    [{ name: { $ne: '' }, slug: ['x'] }, ['name', 'slug']],
  ])('S03 S14 is told what is wrong with %j', async (values, at) => {
    const answer = await newcomers.world.as('A', 'viewer').post('/api/v1/organizations', { ...ORGANIZATION, ...values });
    expect([answer.statusCode, [...new Set(answer.json<{ errors: { at: string }[] }>().errors.map((error) => error.at))].sort()]).toEqual([400, at]);
  });

  it('S32 opens only so many organisations in an hour', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 7; n += 1) statuses.push((await newcomers.world.as('B', 'viewer').post('/api/v1/organizations', { ...ORGANIZATION, slug: 'again-and-again' })).statusCode);
    expect(statuses).toEqual([201, 409, 409, 409, 409, 429, 429]);
  });
});

it('Nobody comes in by themselves where self-service is off', async () => {
  const { inject, app } = await startApi(newcomers.world.database, { ...newcomers.office.environment, SELF_SERVICE: 'false' }, {}, []);
  const email = newcomers.address();
  const post = async (url: string, payload: object) => (await inject({ method: 'POST', url: `/api/v1/${url}`, payload, headers: { ...newcomers.world.as('A', 'owner').headers } })).statusCode;
  expect([await post('auth/registration', { email }), await post('auth/registration/confirm', { token: 'x', name: 'Ada', password: PASSWORD }), await post('organizations', { ...ORGANIZATION, slug: 'never' })]).toEqual([403, 403, 403]);
  expect(await post('identity/invitations', { email, roles: ['viewer'] })).toBe(201);
  await app.close();
});

describe('S31 Registration tells nobody who has an account', () => {
  const KNOWN = 'owner@tenant-a.test';

  it('but the mailbox', async () => {
    const unknown = newcomers.address();
    const [first, second] = [await newcomers.post('auth/registration', { email: KNOWN, language: 'en' }), await newcomers.post('auth/registration', { email: unknown, language: 'en' })];
    expect(first.statusCode).toBe(202);
    expect(asked(first)).toEqual(asked(second));
    expect((await newcomers.office.letter(KNOWN)).subject).toBe('You have an account already');
    expect((await newcomers.office.letter(unknown)).subject).toBe('Confirm your e-mail address');
    expect((await newcomers.office.letter(KNOWN)).tokens).toEqual([]);
  });

  it.each(['auth/registration', 'auth/password-reset'])('nor the time that %s takes', async (url) => {
    const people = ['admin', 'manager', 'rep', 'otherrep', 'marketing', 'support', 'viewer'].flatMap((name) => [`${name}@tenant-a.test`, `${name}@tenant-b.test`]);
    const [known, unknown]: [number[], number[]] = [[], []];
    const duration = async (email: string) => {
      const started = performance.now();
      expect((await newcomers.post(url, { email })).statusCode).toBe(202);
      return performance.now() - started;
    };
    for (let n = 0; n < 3; n += 1)
      for (const email of people) {
        known.push(await duration(email));
        unknown.push(await duration(newcomers.address('nobody')));
      }
    const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;
    expect(median(known) / median(unknown)).toBeGreaterThan(0.6);
    expect(median(known) / median(unknown)).toBeLessThan(1.6);
  }, 60_000);

  it('S32 and after three mails to one address asks everybody to wait', async () => {
    const email = newcomers.address();
    const variants = [email, email.toUpperCase().replace('NEWCOMER.EXAMPLE', 'newcomer.example'), ` ${email}`, email];
    const answers: LightMyRequestResponse[] = [];
    for (const variant of variants) answers.push(await newcomers.post('auth/registration', { email: variant }, { headers: { 'x-forwarded-for': '1.2.3.4' } }));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([202, 202, 202, 429]);
    expect(Number(answers[3]!.headers['retry-after'])).toBeGreaterThan(60);
  });

  it.each(['', 'no address', 'a@b', 'Eve <eve@newcomer.example>', 'a@x.example, b@x.example', 'a@x.example\r\nBcc: b@x.example', { $ne: '' }, ['a@x.example'], 7])('S03 S09 takes no address like %j', async (email) => {
    for (const url of ['auth/registration', 'auth/password-reset']) {
      const answer = await newcomers.post(url, { email });
      expect([answer.statusCode, answer.json<{ errors: { at: string }[] }>().errors[0]?.at]).toEqual([400, 'email']);
    }
  });
});

describe('A link of registration', () => {
  const confirm = (token: unknown, password = PASSWORD) => newcomers.post('auth/registration/confirm', { token, name: 'Ada', password } as object);

  it('is good once, whoever comes at the same moment', async () => {
    const email = newcomers.address();
    await newcomers.post('auth/registration', { email });
    const { tokens } = await newcomers.office.letter(email);
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => confirm(tokens[0], `${PASSWORD} ${n}`)));
    expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1);
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([201, 400]));
    const winner = answers.findIndex(({ statusCode }) => statusCode === 201);
    expect([await newcomers.canSignIn(email, `${PASSWORD} ${winner}`), await newcomers.canSignIn(email, `${PASSWORD} ${winner + 1}`)]).toEqual([true, false]);
  }, 60_000);

  it('answers alike when it has expired, was used, is for something else or was never one; and stands nowhere', async () => {
    const [email, other] = [newcomers.address(), newcomers.address()];
    await newcomers.register(other);
    await newcomers.post('auth/registration', { email });
    await newcomers.post('auth/password-reset', { email: other });
    const [used, expired, reset] = [(await newcomers.office.letter(other)).tokens[0]!, (await newcomers.office.letter(email)).tokens[0]!, (await newcomers.office.letter(other, 1)).tokens[0]!];
    await newcomers.platform(`UPDATE account_link SET expires_at = now() - interval '1 second' WHERE address = $1`, [email]);
    const answers: LightMyRequestResponse[] = [];
    for (const token of [used, expired, reset, 'x', 'x'.repeat(43), `${used}=`, '../../etc', 'ä'.repeat(43)]) answers.push(await confirm(token));
    expect(answers.map(refusal)).toEqual(answers.map(() => refusal(answers[0]!)));
    expect(answers[0]!.json()).toMatchObject({ status: 400, type: 'urn:tessera:problem:link-not-valid' });
    expect((await confirm({ $ne: '' })).json()).toMatchObject({ status: 400, errors: [{ at: 'token' }, { at: 'token' }] });
    const stored = JSON.stringify([await newcomers.platform('SELECT * FROM account_link'), await newcomers.platform('SELECT * FROM account_mail')]);
    for (const token of [used, expired, reset]) expect(stored).not.toContain(token);
    expect(newcomers.office.lines.join('')).not.toContain(reset);
  });
});

describe('S33 Host header', () => {
  it.each<[string, Record<string, string>]>([
    ['Host', { host: 'evil.example' }],
    ['X-Forwarded-Host', { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http', 'x-forwarded-port': '81' }],
    ['Forwarded', { forwarded: 'host=evil.example;proto=http', 'x-original-host': 'evil.example' }],
  ])('%s changes no link in a mail', async (_what, headers) => {
    const [email, invited] = [newcomers.address(), newcomers.address()];
    await newcomers.post('auth/registration', { email }, { headers });
    await newcomers.world.as('A', 'admin').post('/api/v1/identity/invitations', { email: invited, roles: ['viewer'] }, { headers });
    for (const address of [email, invited]) {
      const { text, html, raw } = await newcomers.office.letter(address);
      expect([...`${text}${html}`.matchAll(/https?:\/\/[^\s"<#]+/g)].filter(([link]) => !link.startsWith(PUBLIC_URL))).toEqual([]);
      expect(raw).not.toContain('evil.example');
    }
  });
});
