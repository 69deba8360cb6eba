import { vi } from 'vitest';
import { Mail } from '#platform/mail/mail.js';
import { Newcomers, refusal } from './newcomers.js';

const NEW_PASSWORD = 'another long password';
let newcomers: Newcomers;

beforeAll(async () => {
  newcomers = await Newcomers.create();
});
afterAll(() => newcomers.close());

async function registered(): Promise<string> {
  const email = newcomers.address();
  await newcomers.register(email);
  return email;
}

/** The token of the nth mail to somebody who has forgotten their password. */
async function forget(email: string, n = 1): Promise<string> {
  expect((await newcomers.post('auth/password-reset', { email })).statusCode).toBe(202);
  return (await newcomers.office.letter(email, n)).tokens[0]!;
}

const choose = (token: string, password = NEW_PASSWORD) => newcomers.post('auth/password-reset/confirm', { token, password });

describe('Somebody who has forgotten their password', () => {
  it('chooses another by mail, is told so, and all who were signed in are signed out', async () => {
    const email = await registered();
    const signedIn = await newcomers.signIn(email);
    const token = await forget(email.toUpperCase().replace('NEWCOMER.EXAMPLE', 'newcomer.example').toLowerCase());
    expect((await choose(token)).statusCode).toBe(204);
    expect([await newcomers.canSignIn(email), await newcomers.canSignIn(email, NEW_PASSWORD)]).toEqual([false, true]);
    expect((await newcomers.office.letter(email, 2)).subject).toBe('Your password has been changed');
    const events = await newcomers.platform<{ what: string }>('SELECT e.what FROM account_event e JOIN account a ON a.id = e.account_id WHERE a.email = $1 ORDER BY e.id', [email]);
    expect(events.map(({ what }) => what)).toEqual(expect.arrayContaining(['registered', 'password-reset-asked', 'password-changed']));
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    expect((await signedIn.get('/api/v1/me')).statusCode).toBe(401);
  }, 20_000);

  it('keeps the second factor', async () => {
    const email = await registered();
    const [account] = await newcomers.platform<{ id: string }>('SELECT id FROM account WHERE email = $1', [email]);
    await newcomers.platform(`INSERT INTO factor (account_id, kind, name, created_at, confirmed_at, secret) VALUES ($1, 'totp', 'Phone', now(), now(), '\\x00')`, [account!.id]);
    await choose(await forget(email));
    expect(await newcomers.platform('SELECT kind FROM factor WHERE account_id = $1', [account!.id])).toEqual([{ kind: 'totp' }]);
  });

  it('gets the mail at the address that the account has, however it was typed', async () => {
    const email = await registered();
    const typed = email.replace('ada', 'ADA');
    await newcomers.post('auth/password-reset', { email: typed });
    await newcomers.office.letter(email, 1);
    expect(newcomers.office.sink.to(typed)).toEqual([]);
  });

  it('S31 gets no mail without an account, or with one that is suspended, and the same answer', async () => {
    const [unknown, suspended, known] = [newcomers.address('nobody'), await registered(), await registered()];
    await newcomers.platform(`UPDATE account SET status = 'suspended' WHERE email = $1`, [suspended]);
    const answers = [];
    for (const email of [unknown, suspended, known]) answers.push(await newcomers.post('auth/password-reset', { email }));
    const shape = answers.map(({ statusCode, headers, body }) => ({ statusCode, names: Object.keys(headers).sort(), body }));
    expect(shape).toEqual([shape[2], shape[2], shape[2]]);
    await newcomers.office.letter(known, 1);
    expect([newcomers.office.sink.to(unknown).length, newcomers.office.sink.to(suspended).length]).toEqual([0, 1]);
  });
});

describe('A link to a new password', () => {
  it('is good once, and takes all the others with it', async () => {
    const email = await registered();
    const [first, second] = [await forget(email, 1), await forget(email, 2)];
    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => choose(first, `${NEW_PASSWORD} ${n}`)));
    expect(answers.filter(({ statusCode }) => statusCode === 204)).toHaveLength(1);
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([204, 400]));
    expect((await choose(second)).statusCode).toBe(400);
    expect(await newcomers.canSignIn(email, `${NEW_PASSWORD} ${answers.findIndex(({ statusCode }) => statusCode === 204)}`)).toBe(true);
  }, 60_000);

  it('lasts thirty minutes', async () => {
    const email = await registered();
    const token = await forget(email);
    const [link] = await newcomers.platform<{ seconds: number }>(`SELECT extract(epoch FROM expires_at - now())::integer AS seconds FROM account_link WHERE purpose = 'password-reset' ORDER BY expires_at DESC LIMIT 1`);
    expect(link!.seconds).toBeGreaterThan(29 * 60);
    expect(link!.seconds).toBeLessThanOrEqual(30 * 60);
    await newcomers.platform(`UPDATE account_link SET expires_at = now() - interval '1 second' WHERE purpose = 'password-reset'`);
    expect(refusal(await choose(token))).toEqual(refusal(await choose('x')));
  });

  it('is not used up by a transaction that failed, nor by a password that is too short', async () => {
    const email = await registered();
    const token = await forget(email);
    expect((await choose(token, 'short')).json()).toMatchObject({ status: 400, errors: [{ at: 'password' }] });
    const post = vi.spyOn(newcomers.world.get(Mail), 'post').mockRejectedValueOnce(new Error('The database went away.'));
    expect((await choose(token)).statusCode).toBe(500);
    post.mockRestore();
    expect([await newcomers.canSignIn(email), await newcomers.canSignIn(email, NEW_PASSWORD)]).toEqual([true, false]);
    expect((await choose(token)).statusCode).toBe(204);
  });
});
