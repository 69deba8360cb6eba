import type { LightMyRequestResponse } from 'fastify';
import { randomBytes } from 'node:crypto';
import { Passwords } from '#platform/identity/passwords.js';
import { stepAt, totpCode } from '#platform/identity/factors/totp.js';
import type { SignInAnswer } from '#platform/identity/sign-in.dto.js';
import type { Caller, Person, Tenant, TwoTenants } from '#test/worlds/two-tenants.js';

export const PASSWORD = 'a long enough password';

/** All may sign in with the same password; hashing it takes its time, so it is done once. */
export async function givePasswords(world: TwoTenants, tenant: Tenant, people: readonly Person[]): Promise<void> {
  const hash = await world.get(Passwords).hash(PASSWORD);
  for (const person of people) await ask(world, 'UPDATE account SET password_hash = $2 WHERE id = $1', [world.organizations[tenant].accounts[person], hash]);
}

export function ask<R>(world: TwoTenants, text: string, values: unknown[] = []): Promise<R[]> {
  return world.platform((platform) => platform.query<R>({ text, values }));
}

/** A network where nobody has tried before. */
export function freshPlace(): string {
  const [a, b, c] = randomBytes(3);
  return `10.${a}.${b}.${c}`;
}

export function read<T>({ statusCode, body }: LightMyRequestResponse, expected = 200): T {
  expect([statusCode, statusCode === expected ? '' : body]).toEqual([expected, '']);
  return (body === '' ? undefined : JSON.parse(body)) as T;
}

export function kindOf({ statusCode, body }: LightMyRequestResponse): string {
  return `${statusCode} ${(JSON.parse(body) as { type: string }).type.replace('urn:tessera:problem:', '')}`;
}

export interface SignedIn extends Caller {
  answer: SignInAnswer;
}

export function signIn(world: TwoTenants, email: string, body: object = {}, remoteAddress = freshPlace()): Promise<LightMyRequestResponse> {
  return world.as('A', 'anon').post('/api/v1/auth/sign-in', { email, password: PASSWORD, ...body }, { remoteAddress });
}

export async function signedIn(world: TwoTenants, email: string, body: object = {}): Promise<SignedIn> {
  const answer = read<SignInAnswer>(await signIn(world, email, body));
  return { ...world.withToken(answer.accessToken), answer };
}

/** The code that an authenticator shows now, or so many steps later. */
export function codeOf(secret: string, steps = 0): string {
  return totpCode(secret, stepAt(new Date()) + steps);
}

/** Sets an authenticator up and gives its secret and the recovery codes. */
export async function withTotp(caller: Caller, name = 'Telephone'): Promise<{ id: string; secret: string; recoveryCodes: string[] }> {
  const { id, secret } = read<{ id: string; secret: string }>(await caller.post('/api/v1/auth/factors/totp', { name }));
  const { recoveryCodes } = read<{ recoveryCodes: string[] }>(await caller.post('/api/v1/auth/factors/totp/confirm', { id, code: codeOf(secret, -1) }));
  return { id, secret, recoveryCodes };
}
