import type { Caller } from '#test/worlds/two-tenants.js';
import { Newcomers, PASSWORD, refusal } from './newcomers.js';

let newcomers: Newcomers;

beforeAll(async () => {
  newcomers = await Newcomers.create();
});
afterAll(() => newcomers.close());

interface Asked {
  old: string;
  wanted: string;
  person: Caller;
  /** From the mail to the new address, then from the one to the former: yes, no. */
  tokens: { new: string; old: string; refusal: string };
}

/** A member of tenant A who wants to move. */
async function asked(): Promise<Asked> {
  const [old, wanted] = [newcomers.address('old'), newcomers.address('new')];
  const { token } = await newcomers.invite(old);
  await newcomers.post('auth/invitation/accept', { token, name: 'Ada Lovelace', password: PASSWORD });
  const person = await newcomers.signIn(old);
  const answer = await person.post('/api/v1/me/email', { email: wanted });
  expect([answer.statusCode, answer.body]).toEqual([202, expect.stringContaining('on its way')]);
  const [yes, former] = [await newcomers.office.letter(wanted), await newcomers.office.letter(old, 1)];
  expect([yes.subject, former.subject]).toEqual(['Confirm your new e-mail address', 'Your e-mail address is to be changed']);
  return { old, wanted, person, tokens: { new: yes.tokens[0]!, old: former.tokens[0]!, refusal: former.tokens[1]! } };
}

const confirm = (token: string) => newcomers.post('auth/address/confirm', { token });
const refuse = (token: string) => newcomers.post('auth/address/refuse', { token });

describe('An account moves to another address', () => {
  it.each(['new', 'old'] as const)('once both have said yes, the %s one first; members follow, and sessions end', async (first) => {
    const { old, wanted, person, tokens } = await asked();
    expect((await confirm(tokens[first])).json()).toEqual({ changed: false });
    expect(await newcomers.canSignIn(old)).toBe(true);
    expect((await confirm(tokens[first === 'new' ? 'old' : 'new'])).json()).toEqual({ changed: true });
    expect([await newcomers.canSignIn(old), await newcomers.canSignIn(wanted)]).toEqual([false, true]);
    expect((await (await newcomers.signIn(wanted)).get('/api/v1/me')).json()).toMatchObject({ account: { email: wanted }, member: { email: wanted } });
    expect((await person.get('/api/v1/me')).statusCode).toBe(401);
    expect((await newcomers.office.letter(old, 2)).subject).toBe('Your e-mail address has been changed');
  });

  it('not when the former one refuses, which signs out whoever asked', async () => {
    const { old, wanted, person, tokens } = await asked();
    await confirm(tokens.new);
    expect((await refuse(tokens.refusal)).statusCode).toBe(204);
    expect((await person.get('/api/v1/me')).statusCode).toBe(401);
    for (const token of [tokens.new, tokens.old]) expect((await confirm(token)).statusCode).toBe(400);
    expect([await newcomers.canSignIn(old), await newcomers.canSignIn(wanted)]).toEqual([true, false]);
  });

  it('and back, when the former one undoes it within a week', async () => {
    const { old, wanted, tokens } = await asked();
    await Promise.all([confirm(tokens.new), confirm(tokens.old)]);
    const thief = await newcomers.signIn(wanted);
    const undo = (await newcomers.office.letter(old, 2)).tokens[0]!;
    expect((await refuse(undo)).statusCode).toBe(204);
    expect((await thief.get('/api/v1/me')).statusCode).toBe(401);
    expect([await newcomers.canSignIn(old), await newcomers.canSignIn(wanted)]).toEqual([true, false]);
    expect((await (await newcomers.signIn(old)).get('/api/v1/me')).json()).toMatchObject({ member: { email: old } });
    expect(refusal(await refuse(undo))).toEqual(refusal(await refuse('x')));
  });

  it('or not, when yes and no come at the same moment: it ends as the former one wants', async () => {
    const { old, wanted, tokens } = await asked();
    await confirm(tokens.new);
    const [yes, no] = await Promise.all([confirm(tokens.old), refuse(tokens.refusal)]);
    expect([[200, 400], [400, 204]]).toContainEqual([yes.statusCode, no.statusCode]);
    // Who came too late to refuse has the link to undo it.
    if (no.statusCode === 400) await refuse((await newcomers.office.letter(old, 2)).tokens[0]!);
    expect([await newcomers.canSignIn(old), await newcomers.canSignIn(wanted)]).toEqual([true, false]);
  });

  it('never to one that somebody else has; whether somebody has it, the answer does not tell', async () => {
    const { old, person } = await asked();
    const [taken, free] = ['owner@tenant-b.test', newcomers.address()];
    const answers = [await person.post('/api/v1/me/email', { email: taken }), await person.post('/api/v1/me/email', { email: free })];
    expect(answers.map(({ statusCode, body }) => [statusCode, body])).toEqual([[202, answers[1]!.body], [202, answers[1]!.body]]);
    expect((await newcomers.office.letter(taken)).subject).toBe('This e-mail address is in use already');
    expect((await newcomers.office.letter(taken)).tokens).toEqual([]);
    expect((await newcomers.office.letter(free)).subject).toBe('Confirm your new e-mail address');
    expect(await newcomers.canSignIn(old)).toBe(true);
  });

  it('nor to one that somebody has taken in the meantime', async () => {
    const { old, wanted, tokens } = await asked();
    await newcomers.register(wanted);
    await confirm(tokens.new);
    expect(refusal(await confirm(tokens.old))).toEqual(refusal(await confirm('x')));
    expect(await newcomers.canSignIn(old)).toBe(true);
  });

  it('by the links of the latest wish alone', async () => {
    const { person, tokens } = await asked();
    const other = newcomers.address();
    await person.post('/api/v1/me/email', { email: other });
    await newcomers.office.letter(other);
    for (const token of [tokens.new, tokens.old]) expect((await confirm(token)).statusCode).toBe(400);
  });

  it('S29 by no link of another kind', async () => {
    const { old, tokens } = await asked();
    for (const answer of [await confirm(tokens.refusal), await refuse(tokens.new), await newcomers.post('auth/password-reset/confirm', { token: tokens.old, password: PASSWORD })]) expect(refusal(answer)).toEqual(refusal(await confirm('x')));
    expect(await newcomers.canSignIn(old)).toBe(true);
  });

  it('only for whoever has proved just now who they are', async () => {
    const { person } = await asked();
    await newcomers.platform(`UPDATE session SET proved_at = now() - interval '1 day'`);
    await new Promise((resolve) => setTimeout(resolve, 4_500));
    expect((await person.post('/api/v1/me/email', { email: newcomers.address() })).json()).toMatchObject({ status: 403, type: 'urn:tessera:problem:step-up-required' });
    expect((await newcomers.post('me/email', { email: newcomers.address() })).statusCode).toBe(401);
  }, 20_000);
});
