import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Browser, CDPSession, Page } from 'playwright-core';
import type { SignInAnswer } from '#platform/identity/sign-in.dto.js';
import { chromiumPath, launch } from '#test/web/browser.js';
import { TwoTenants } from '#test/worlds/two-tenants.js';
import { ask, freshPlace, givePasswords, PASSWORD, read } from './people.js';

const withChromium = chromiumPath ? describe : describe.skip;
const EMAIL = 'owner@tenant-a.test';
/** What a screen does, in small. It runs in the page, where cookies are the browser's business. */
const SCRIPT = `
  window.api = async (method, path, body) => {
    const answer = await fetch('/api/v1/auth/' + path, { method, headers: { 'content-type': 'application/json', 'x-tessera-request': '1' }, body: body && JSON.stringify(body) });
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : null };
  };
  window.make = async (options) => (await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })).toJSON();
  window.show = async (options) => (await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) })).toJSON();
  window.enrol = async (name) => {
    const { status, body } = await api('POST', 'factors/passkey/options');
    if (status !== 200) return { status, body };
    return api('POST', 'factors/passkey', { token: body.token, name, response: await make(body.options) });
  };
  window.enter = async () => {
    const { body: { token, options } } = await api('POST', 'passkey/options');
    const response = await show(options);
    return { token, response, answer: await api('POST', 'passkey/sign-in', { token, response, session: 'cookie' }) };
  };
`;

interface Said<T = Record<string, unknown>> {
  status: number;
  body: T;
}

withChromium('Passkeys in a real browser', () => {
  let world: TwoTenants;
  let browser: Browser;
  let page: Page;
  let devices: CDPSession;
  let origin: string;

  const run = <T>(script: string) => page.evaluate<T>(script);
  const api = <T>(method: string, path: string, body?: object) => run<Said<T>>(`api(${JSON.stringify(method)}, ${JSON.stringify(path)}, ${JSON.stringify(body ?? null)})`);

  async function addDevice(): Promise<string> {
    const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } as const;
    return (await devices.send('WebAuthn.addVirtualAuthenticator', { options })).authenticatorId;
  }

  beforeAll(async () => {
    const port = await freePort();
    origin = `http://localhost:${port}`;
    world = await TwoTenants.create({ PUBLIC_URL: origin });
    await givePasswords(world, 'A', ['owner']);
    await world.app.listen(port, '127.0.0.1');
    browser = await launch();
    page = await (await browser.newContext()).newPage();
    await page.route(`${origin}/passkeys`, (route) => route.fulfill({ contentType: 'text/html', body: `<!doctype html><title>Passkeys</title><script>${SCRIPT}</script>` }));
    await page.goto(`${origin}/passkeys`);
    devices = await page.context().newCDPSession(page);
    await devices.send('WebAuthn.enable');
    await addDevice();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  it('are set up, used to sign in without address and password, and asked for after the password', async () => {
    expect((await api('POST', 'sign-in', { email: EMAIL, password: PASSWORD, session: 'cookie' })).status).toBe(200);
    const enrolled = await run<Said<{ recoveryCodes: string[] }>>(`enrol('This computer')`);
    expect([enrolled.status, enrolled.body.recoveryCodes?.length]).toEqual([200, 10]);
    expect((await api('GET', 'factors')).body).toMatchObject({ factors: [{ kind: 'passkey', name: 'This computer' }] });
    expect((await api('POST', 'sign-out')).status).toBe(204);
    expect((await api('GET', 'factors')).status).toBe(401);

    const { answer } = await run<{ answer: Said<SignInAnswer> }>('enter()');
    expect(answer).toMatchObject({ status: 200, body: { status: 'signed_in', account: { email: EMAIL }, organization: { slug: 'tenant-a' }, accessToken: null } });
    expect((await api<{ data: object[] }>('GET', 'sessions')).body.data).toContainEqual(expect.objectContaining({ current: true, methods: ['passkey'] }));

    await api('POST', 'sign-out');
    const asked = await api<{ status: string; token: string; methods: string[]; passkey: object }>('POST', 'sign-in', { email: EMAIL, password: PASSWORD, session: 'cookie' });
    expect(asked.body).toMatchObject({ status: 'mfa_required', methods: ['passkey', 'recovery-code'] });
    const shown = await run<object>(`show(${JSON.stringify(asked.body.passkey)})`);
    expect((await api('POST', 'sign-in/second-factor', { token: asked.body.token, passkey: shown, session: 'cookie' })).status).toBe(200);
  }, 30_000);

  it('step a session up', async () => {
    await ask(world, `UPDATE session SET factor_at = now() - interval '1 hour', proved_at = now() - interval '1 hour' WHERE ended_at IS NULL`);
    await new Promise((resolve) => setTimeout(resolve, 4_100));
    expect((await run<Said>(`enrol('Another')`)).body).toMatchObject({ type: 'urn:tessera:problem:step-up-required' });
    const { body } = await api<{ token: string; passkey: object }>('POST', 'step-up/options');
    const shown = await run<object>(`show(${JSON.stringify(body.passkey)})`);
    expect((await api('POST', 'step-up', { token: body.token, passkey: shown })).status).toBe(204);
    // The same device again is refused by the browser itself: it is on the list of those that are known.
    await expect(run(`enrol('Another')`)).rejects.toThrow('InvalidStateError');
  }, 30_000);

  it('answer one question once: neither again, nor for another, nor from another page', async () => {
    const { token, response } = await run<{ token: string; response: Record<string, unknown> }>('enter()');
    const send = async (payload: object) => (await world.as('A', 'anon').post('/api/v1/auth/passkey/sign-in', payload, { remoteAddress: freshPlace() })).statusCode;
    expect(await send({ token, response })).toBe(401);
    const next = (await api<{ token: string }>('POST', 'passkey/options')).body;
    expect(await send({ token: next.token, response })).toBe(401);
    const elsewhere = { ...(response.response as object), clientDataJSON: Buffer.from(JSON.stringify({ type: 'webauthn.get', challenge: 'x', origin: 'https://evil.example' })).toString('base64url') };
    expect(await send({ token: next.token, response: { ...response, response: elsewhere } })).toBe(401);
    for (const broken of [{}, { id: null }, { id: response.id }, { ...response, response: {} }, { ...response, id: 'AAAA', rawId: 'AAAA' }, { ...response, rawId: { $ne: '' } }, JSON.parse('{"__proto__":{"id":"x"}}') as object])
      expect([401, 400]).toContain(await send({ token: (await api<{ token: string }>('POST', 'passkey/options')).body.token, response: broken }));
    expect(read<{ token: string }>(await world.as('A', 'anon').post('/api/v1/auth/passkey/options')).token).toMatch(/^tch_/);
  }, 30_000);

  it('of somebody else are not this person\'s second factor', async () => {
    await givePasswords(world, 'A', ['admin']);
    const { body } = await api<{ options: object }>('POST', 'passkey/options');
    const ownersAnswer = await run<object>(`show(${JSON.stringify(body.options)})`);
    const admin = world.as('A', 'admin');
    const { token } = read<{ token: string }>(await admin.post('/api/v1/auth/step-up/options'));
    expect((await admin.post('/api/v1/auth/step-up', { token, passkey: ownersAnswer })).statusCode).toBe(401);
  }, 30_000);
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
