import { isSecretName, redact, redactMessage } from './redaction.js';

const CANARY = 'cAnArY-5ecret-9f3b';

describe('S44 redaction', () => {
  it.each(['password', 'newPassword', 'accessToken', 'x-api-key', 'SCOPE_SEAL_KEY', 'authorization', 'Set-Cookie', 'client_secret', 'cardNumber', 'cvc', 'totp', 'key'])('knows %s for the name of a secret', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each(['effectKey', 'status', 'monkey', 'organizationId', 'compass', 'discard', 'opinion'])('lets %s be read', (name) => {
    expect(isSecretName(name)).toBe(false);
  });

  it('finds secrets by name at any depth, in errors, maps and lists, and survives cycles', () => {
    const cyclic: Record<string, unknown> = { a: { b: [{ c: new Map([['inner', { password: CANARY }]]) }] } };
    cyclic['self'] = cyclic;
    const error = Object.assign(new Error('failed', { cause: Object.assign(new Error('inner'), { headers: { cookie: CANARY } }) }), { parameters: [CANARY], query: CANARY, config: { token: CANARY } });
    const written = JSON.stringify(redact({ cyclic, error, list: new Set([{ secret: CANARY }]), buffer: Buffer.from(CANARY), empty: { token: null } }));
    expect(written).not.toContain(CANARY);
    expect(written).toContain('"type":"Error"');
    expect(written).toContain('"token":null');
  });

  it.each([
    `GET /reset?code=${CANARY}&x=1`,
    `https://hooks.example.com/in?sig=${CANARY}`,
    `connect postgres://crm:${CANARY}@db:5432/crm failed`,
    `Authorization: Bearer ${CANARY}`,
    `Basic ${CANARY}==`,
    `password=${CANARY} rejected`,
    `{"apiKey":"${CANARY}","n":1}`,
    `{"client_secret": "${CANARY}"}`,
    `Unexpected token 'c', "${CANARY}" is not valid JSON`,
    `Unexpected token 'c', ..."d": ${CANARY}}"... is not valid JSON`,
    `invalid input syntax for type uuid: "${CANARY}"`,
    `-----BEGIN PRIVATE KEY-----\n${CANARY}\n-----END PRIVATE KEY-----`,
  ])('takes the secret out of the text: %s', (text) => {
    expect(redactMessage(text)).not.toContain(CANARY);
    expect(redactMessage(text)).not.toContain(CANARY.slice(0, 8));
  });

  it('takes tokens and card numbers out of free text and leaves ids and times', () => {
    expect(redactMessage('got eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl from 4111 1111 1111 1111')).toBe('got [redacted] from [redacted]');
    expect(redactMessage(`renewed trt_${'x'.repeat(43)} after tch_${'y'.repeat(43)}`)).toBe('renewed [redacted] after [redacted]');
    expect(redact({ id: '01939999-1234-7000-8000-123456789012', at: new Date(0), n: 1_763_689_200_000 })).toEqual({ id: '01939999-1234-7000-8000-123456789012', at: new Date(0), n: 1_763_689_200_000 });
  });

  it('stays quick and small on hostile input', () => {
    const began = performance.now();
    const nested = Array.from({ length: 10_000 }).reduce<unknown>((inner) => ({ inner }), CANARY);
    const written = JSON.stringify(redact({ nested, long: 'a='.repeat(500_000), wide: Array.from({ length: 100_000 }, () => ({ token: CANARY })) }));
    expect(written.length).toBeLessThan(30_000);
    expect(performance.now() - began).toBeLessThan(500);
  });
});
