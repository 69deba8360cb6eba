import { generateKeyPairSync } from 'node:crypto';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import { Config } from '#platform/config/config.js';
import { deploymentKey, dnsTextOf } from '#platform/mail/dkim.js';
import { Mail } from '#platform/mail/mail.js';
import { SmtpTransport } from '#platform/mail/smtp-transport.js';
import { Names } from '#platform/outbound/names.js';
import { TwoTenants } from '#test/worlds/two-tenants.js';
import { verifiedSignature } from './dkim-signature.js';
import { PostOffice, until } from './post-office.js';
import { SmtpSink } from './smtp-sink.js';

const AT = '/api/v1/mail/mail-servers';
const HUSH = 'hush-canary-password';
const accounts = { acme: HUSH };
const DEPLOYMENT_KEY = Buffer.from(generateKeyPairSync('rsa', { modulusLength: 2_048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } }).privateKey).toString('base64');

interface Server { id: string; answer: string | null; failingSince: string | null; nextName: string | null; nextText: string | null; dkimName: string | null; dnsFinding: string | null; active: boolean }

let office: PostOffice;
let own: SmtpSink;
let world: TwoTenants;
const dns: Record<string, string> = {};

beforeAll(async () => {
  [office, own] = await Promise.all([PostOffice.open(), SmtpSink.open({ accounts })]);
  const environment = { ...office.environment, MAIL_DKIM_KEY: DEPLOYMENT_KEY, MAIL_FROM: 'Tessera <no-reply@crm.example.com>', OUTBOUND_HOSTS: `127.0.0.1:${own.port}`, QUEUES: 'mail,notifications' };
  world = await TwoTenants.create(environment);
  const worker = await office.work(world.database, environment);
  worker.get(Names, { strict: false }).texts = (name) => Promise.resolve(dns[name] ? [dns[name]] : []);
});
afterAll(async () => {
  await world.close();
  await Promise.all([office.close(), own.close()]);
});

const admin = () => world.as('A', 'admin');
const read = async (id: string) => (await admin().get(`${AT}/${id}`)).json<Server>();
const once = async (id: string, holds: (server: Server) => boolean) => until(async () => {
  const server = await read(id);
  return holds(server) && server;
});
const post = (to: string, tenant: 'A' | 'B' = 'A') => world.inside(tenant, (tenancy) => tenancy.transaction((transaction) => world.get(Mail).post(transaction, {
  effectKey: uuidv7(), to, language: 'en', letter: 'from-workflow', purpose: 'message', usefulUntil: new Date(Date.now() + 3_600_000), parameters: { subject: 'News', body: 'Größeres.\n\nTwo.' },
})));
const verb = async (id: string, name: string) => expect((await admin().post(`${AT}/${id}/${name}`)).statusCode).toBe(200);
let server: string;

it('is entered by an administrator who proves who they are; its password goes to no other place than it was entered for, and is never seen again', async () => {
  const values = { host: '127.0.0.1', port: own.port, security: 'starttls', userName: 'acme', credential: 'wrong', senderAddress: 'hello@acme.example', senderName: 'Acme' };
  expect((await world.as('A', 'manager').post(AT, values)).statusCode).toBe(403);
  const aged = (ago: string) => world.platform((platform) => platform.query({ text: `UPDATE session SET factor_at = now() - interval '${ago}', proved_at = now() - interval '${ago}' WHERE account_id = $1`, values: [world.organizations.A.accounts.admin] }));
  await aged('11 minutes');
  expect((await admin().post(AT, values)).json()).toMatchObject({ status: 403, type: expect.stringContaining('step-up-required') as string });
  await aged('0 minutes');
  expect((await admin().post(AT, { ...values, credential: null })).json()).toMatchObject({ status: 400, errors: [{ at: 'credential' }] });
  const made = await admin().post(AT, values);
  expect([made.statusCode, made.json()]).toEqual([201, expect.objectContaining({ credential: { set: true }, active: false })]);
  server = made.json<Server>().id;
  expect((await admin().patch(`${AT}/${server}`, { host: 'smtp.elsewhere.example' })).json()).toMatchObject({ status: 400, errors: [{ at: 'credential', rule: 'again' }] });
});

it('says plainly what it answers to a test mail, before it is in use', async () => {
  await verb(server, 'test');
  expect(await once(server, ({ answer }) => answer !== null)).toMatchObject({ answer: expect.stringContaining('535 5.7.8 Not these.') as string, failingSince: expect.any(String) as string });
  expect((await admin().patch(`${AT}/${server}`, { credential: HUSH })).statusCode).toBe(200);
  await verb(server, 'test');
  expect(await once(server, ({ failingSince }) => failingSince === null)).toMatchObject({ answer: expect.stringMatching(/^250 /) as string, active: false });
  const [mail] = own.received;
  expect(mail).toMatchObject({ from: 'hello@acme.example', to: [expect.stringContaining('admin')], subject: 'Test mail from Acme' });
  // While it is not in use, mails leave as before, signed in the name of the deployment.
  const { name, text } = dnsTextOf(deploymentKey(world.get(Config))!);
  await post('before@reader.example');
  const { from, raw } = await office.letter('before@reader.example');
  expect([from, verifiedSignature(raw, { [name]: text })]).toMatchObject(['no-reply@crm.example.com', { record: 'tessera._domainkey.crm.example.com', domain: 'crm.example.com' }]);
  expect(() => verifiedSignature(raw.replace('Two.', 'Three.'), { [name]: text })).toThrow('The body is not the one');
});

it('S35 is nobody inside the house, whether anything listens there or not', async () => {
  const inside = async (host: string, port: number) => {
    const { id } = (await admin().post(AT, { host, port, senderAddress: 'x@acme.example', senderName: 'X' })).json<Server>();
    await verb(id, 'test');
    return (await once(id, ({ answer }) => answer !== null)).answer;
  };
  const answers = await Promise.all([inside('localhost', office.sink.port), inside('127.0.0.1', 1), inside('0x7f000001', own.port), inside('127.1', own.port)]);
  expect(new Set(answers).size).toBe(1);
  expect(answers[0]).toContain('cannot be reached from here');
});

it('in use, everything of the organisation leaves through it in its name, signed once the DNS has the key; another organisation notices nothing', async () => {
  await verb(server, 'draw-key');
  const { nextName, nextText } = await read(server);
  expect([nextName, nextText]).toEqual([expect.stringMatching(/^t\d{8}[0-9a-f]{4}\._domainkey\.acme\.example$/), expect.stringMatching(/^v=DKIM1; k=rsa; p=[A-Za-z0-9+/=]{300,}$/)]);
  await verb(server, 'use-key');
  expect(await once(server, ({ dnsFinding }) => dnsFinding !== null)).toMatchObject({ dkimName: null, dnsFinding: expect.stringContaining('no TXT record') as string });
  dns[nextName!] = nextText!.replace('; p=', ';p=').replace(/.{200}/, '$& ');
  await verb(server, 'use-key');
  await once(server, ({ dkimName }) => dkimName === nextName);
  expect((await admin().patch(`${AT}/${server}`, { active: true })).statusCode).toBe(200);
  await Promise.all([post('reader@reader.example'), post('other@reader.example', 'B')]);
  const { from, headers, raw } = await until(() => own.to('reader@reader.example')[0]);
  expect([from, headers['from']]).toEqual(['hello@acme.example', 'Acme <hello@acme.example>']);
  expect(verifiedSignature(raw, dns)).toMatchObject({ record: nextName, domain: 'acme.example', headers: expect.arrayContaining(['from', 'list-unsubscribe', 'list-unsubscribe-post']) as string[] });
  expect([(await office.letter('other@reader.example')).from, office.sink.to('reader@reader.example')]).toEqual(['no-reply@crm.example.com', []]);
  // The next key takes over when it is found there, and not before.
  await verb(server, 'draw-key');
  const later = await read(server);
  await post('between@reader.example');
  expect(verifiedSignature((await until(() => own.to('between@reader.example')[0])).raw, dns)!.record).toBe(nextName);
  dns[later.nextName!] = later.nextText!;
  await verb(server, 'use-key');
  expect(await once(server, ({ dkimName }) => dkimName === later.nextName)).toMatchObject({ nextName: null, dnsFinding: expect.stringContaining(`Leave ${nextName} there`) as string });
  await post('after@reader.example');
  expect(verifiedSignature((await until(() => own.to('after@reader.example')[0])).raw, dns)!.record).toBe(later.nextName);
});

it('while it cannot be reached mails wait for it, and are sent under no other name', async () => {
  const { port } = own;
  await own.close();
  await post('patient@reader.example');
  const row = async () => (await world.inside('A', (tenancy) => tenancy.read<{ status: string; attempts: number; outcome: string | null }>({ text: `SELECT status, attempts, outcome FROM mail WHERE organization_id = $1 AND recipient = 'patient@reader.example'`, values: [world.organizations.A.id] })))[0]!;
  await once(server, ({ failingSince }) => failingSince !== null);
  expect(await until(async () => (await row()).outcome !== null && row())).toMatchObject({ status: 'waiting', attempts: 1, outcome: expect.stringContaining('cannot be reached') as string });
  own = await SmtpSink.open({ accounts, port });
  await world.inside('A', (tenancy) => tenancy.write({ text: `UPDATE mail SET next_at = now() WHERE organization_id = $1 AND recipient = 'patient@reader.example'`, values: [world.organizations.A.id] }));
  await office.forgetJobs();
  await office.sweep();
  await until(() => own.to('patient@reader.example')[0]);
  expect(await once(server, ({ failingSince }) => failingSince === null)).toMatchObject({ active: true });
  expect(office.sink.to('patient@reader.example')).toEqual([]);
});

it('S44 neither the password nor a key is in an answer, the ledger or a log', async () => {
  const seen = [(await admin().get(AT)).body, office.lines.join(''), JSON.stringify(await world.inside('A', (tenancy) => tenancy.read({ text: 'SELECT before, after FROM ledger_entry WHERE organization_id = $1', values: [world.organizations.A.id] })))].join('');
  expect([seen.includes('hello@acme.example'), seen.includes(HUSH), seen.includes('PRIVATE KEY')]).toEqual([true, false, false]);
});

it('never speaks in the clear, nor to whom nobody vouches for', async () => {
  const message = { messageId: '<1@crm.example.com>', date: new Date(), from: { name: '', address: 'a@b.example' }, to: 'c@d.example', subject: 's', text: 't', html: 'h' };
  const shut = await SmtpSink.open({ secure: true });
  const refusal = async (port: number, secure: boolean) => new SmtpTransport({ host: '127.0.0.1', port, secure, requireTLS: true }).send(message, new AbortController().signal).then(() => 'sent', (error: Error & { shut: boolean }) => `${error.shut} ${error.message}`);
  expect([await refusal(own.port, false), await refusal(shut.port, true)]).toEqual([expect.stringMatching(/^true .*STARTTLS/), expect.stringMatching(/^true .*certificate/)]);
  expect([own.to('c@d.example'), shut.received]).toEqual([[], []]);
  await shut.close();
});
