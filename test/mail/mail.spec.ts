import { PlatformDatabase, Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Transaction } from '#kernel/tenancy/transaction.js';
import { uuidv7 } from '#kernel/tenancy/uuid.js';
import type { Letter } from '#platform/mail/letter.js';
import { Mail } from '#platform/mail/mail.js';
import { endMail } from '#platform/mail/mail.query.js';
import { TwoTenants } from '#test/worlds/two-tenants.js';
import { PostOffice, PUBLIC_URL, until } from './post-office.js';

const TOKEN = 'a-token-that-opens-a-door';
let office: PostOffice;
let world: TwoTenants;

beforeAll(async () => {
  office = await PostOffice.open();
  world = await TwoTenants.create(office.environment);
  await office.work(world.database);
});
afterAll(async () => {
  await world.close();
  await office.close();
});

function letter(to: string, more: Partial<Letter> = {}): Letter {
  return {
    effectKey: uuidv7(), to, language: 'en', letter: 'invitation', usefulUntil: new Date(Date.now() + 3_600_000),
    parameters: { token: TOKEN, organization: 'Acme', inviter: 'Ada Lovelace', until: '1 May' }, ...more,
  };
}

function post(given: Letter, tenant: 'A' | 'B' = 'A'): Promise<void> {
  return world.inside(tenant, (tenancy) => tenancy.transaction((transaction) => world.get(Mail).post(transaction, given)));
}

interface Row { status: string; outcome: string | null; parameters: Buffer | null; attempts: number; letter: string }

async function rowOf(recipient: string, tenant: 'A' | 'B' = 'A'): Promise<Row> {
  const [row] = await world.inside(tenant, (tenancy) => tenancy.read<Row>({ text: 'SELECT * FROM mail WHERE organization_id = $1 AND recipient = $2', values: [world.organizations[tenant].id, recipient] }));
  return row!;
}

function ended(recipient: string): Promise<Row> {
  return until(async () => {
    const row = await rowOf(recipient);
    return row.status === 'waiting' ? null : row;
  });
}

/** As if the wait until the next attempt were over. */
async function tryAgain(recipient: string, attempt: number): Promise<void> {
  await until(async () => {
    const { attempts, outcome } = await rowOf(recipient);
    return attempts === attempt && outcome !== null;
  });
  await world.inside('A', (tenancy) => tenancy.write({ text: 'UPDATE mail SET next_at = now() WHERE organization_id = $1 AND recipient = $2', values: [world.organizations.A.id, recipient] }));
  await office.forgetJobs();
  await office.sweep();
}

describe('A mail', () => {
  it('arrives once its transaction stands, and leaves a receipt but no secret', async () => {
    await post(letter('ada@reader.example'));
    const { from, to, subject, text, html, headers, tokens } = await office.letter('ada@reader.example');
    expect({ from, to, subject, tokens }).toEqual({ from: 'no-reply@localhost.localdomain', to: ['ada@reader.example'], subject: 'Invitation to Acme', tokens: [TOKEN] });
    expect(text).toContain(`Accept invitation:\n${PUBLIC_URL}/invitation#${TOKEN}`);
    expect(html).toContain(`href="${PUBLIC_URL}/invitation#${TOKEN}"`);
    expect(headers).toMatchObject({ 'auto-submitted': 'auto-generated', from: 'Tessera <no-reply@localhost.localdomain>' });
    expect(await ended('ada@reader.example')).toMatchObject({ status: 'sent', attempts: 1, parameters: null, outcome: expect.stringContaining('250') as string });
  });

  it('is never sent when its transaction is undone', async () => {
    const broken = world.inside('A', (tenancy) => tenancy.transaction(async (transaction) => {
      await world.get(Mail).post(transaction, letter('nobody@reader.example'));
      throw new Error('undone');
    }));
    await expect(broken).rejects.toThrow('undone');
    await post(letter('later@reader.example'));
    await office.letter('later@reader.example');
    expect(office.sink.to('nobody@reader.example')).toEqual([]);
  });

  it('is sent once for one effect, whoever asks again', async () => {
    const same = letter('once@reader.example');
    await post(same);
    await office.letter('once@reader.example');
    await Promise.all([post(same), post(same), office.sweep()]);
    await post(letter('after@reader.example'));
    await office.letter('after@reader.example');
    expect(office.sink.to('once@reader.example')).toHaveLength(1);
  });

  it('belongs to the deployment when no organisation wrote it', async () => {
    await world.platform((platform: PlatformDatabase) => platform.transaction((transaction: Transaction) => world.get(Mail).post(transaction, letter('person@reader.example', { letter: 'registration', language: 'de' }))));
    expect((await office.letter('person@reader.example')).subject).toBe('Bestätigen Sie Ihre E-Mail-Adresse');
    await until(async () => (await world.platform((platform) => platform.query<Row>({ text: 'SELECT status, parameters FROM account_mail' })))[0]?.status === 'sent');
  });

  it('waits while its organisation is suspended', async () => {
    const set = (status: string) => world.platform((platform) => platform.query({ text: 'UPDATE organization SET status = $2 WHERE id = $1', values: [world.organizations.B.id, status] }));
    await set('suspended');
    await post(letter('b@reader.example'), 'B');
    await post(letter('meanwhile@reader.example'));
    await office.letter('meanwhile@reader.example');
    expect([office.sink.to('b@reader.example'), (await rowOf('b@reader.example', 'B')).status]).toEqual([[], 'waiting']);
    await set('active');
    await office.sweep();
    await office.letter('b@reader.example');
  });

  it('S44 lies encrypted while it waits', async () => {
    await office.rest();
    await post(letter('patient@reader.example'));
    const row = await rowOf('patient@reader.example');
    expect(row.status).toBe('waiting');
    expect(row.parameters!.toString('latin1')).not.toContain(TOKEN);
    await office.work(world.database);
    await office.letter('patient@reader.example');
    expect(office.lines.join('')).not.toContain(TOKEN);
  });
});

describe('When something fails', () => {
  it('F17 a mail outlives the loss of Redis', async () => {
    await office.rest();
    await post(letter('lost@reader.example'));
    await office.forgetJobs();
    await office.work(world.database);
    expect(office.sink.to('lost@reader.example')).toEqual([]);
    await office.sweep();
    await office.letter('lost@reader.example');
  });

  it('F29 a server that is busy is asked again, with the same Message-ID', async () => {
    office.sink.conduct.set('busy@reader.example', [451]);
    await post(letter('busy@reader.example'));
    await tryAgain('busy@reader.example', 1);
    expect(await ended('busy@reader.example')).toMatchObject({ status: 'sent', attempts: 2 });
  });

  it('F29 a server that does not know the recipient is not asked again', async () => {
    office.sink.conduct.set('unknown@reader.example', [550]);
    await post(letter('unknown@reader.example'));
    expect(await ended('unknown@reader.example')).toMatchObject({ status: 'dead', attempts: 1, parameters: null, outcome: expect.stringContaining('550') as string });
  });

  it('an address that does not exist is not written to again, and who unsubscribes gets what they need and nothing else', async () => {
    const suppressed = () => world.inside('A', (tenancy) => tenancy.read<object>({ text: 'SELECT email, because FROM mail_suppression WHERE organization_id = $1 ORDER BY email', values: [world.organizations.A.id] }));
    expect(await suppressed()).toEqual([{ email: 'unknown@reader.example', because: 'bounced' }]);
    const message = (more: Partial<Letter> = {}) => letter('Reader@wanted.example', { letter: 'from-workflow', purpose: 'message', parameters: { subject: 'News', body: 'Some.' }, ...more });
    await post(message());
    const { headers } = await office.letter('Reader@wanted.example');
    expect(headers).toMatchObject({ 'auto-submitted': 'auto-generated', 'list-unsubscribe-post': 'List-Unsubscribe=One-Click' });
    const link = headers['list-unsubscribe']!.slice(1 + PUBLIC_URL.length, -1);
    const click = (method: 'GET' | 'POST', url: string) => world.app.inject({ method, url, ...(method === 'POST' && { headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: 'List-Unsubscribe=One-Click' }) });
    // Opening the link asks; only the click ends it, however often it comes.
    expect([(await click('GET', link)).body, (await suppressed()).length]).toEqual([expect.stringContaining('Reader@wanted.example'), 1]);
    expect([(await click('POST', link)).statusCode, (await click('POST', link)).statusCode, (await click('POST', `${link.slice(0, -4)}AAAA`)).statusCode]).toEqual([200, 200, 404]);
    expect(await suppressed()).toContainEqual({ email: 'Reader@wanted.example', because: 'unsubscribed' });
    await post(message({ to: 'reader@wanted.example' }));
    await post(letter('unknown@reader.example', { parameters: { token: TOKEN, organization: 'Acme', inviter: 'Ada', until: '1 May' } }));
    await post(letter('READER@wanted.example'));
    expect((await office.letter('READER@wanted.example')).headers).not.toHaveProperty('list-unsubscribe');
    expect(await ended('reader@wanted.example')).toMatchObject({ status: 'dropped', outcome: 'Whoever reads there does not want any more mails.' });
    expect([office.sink.to('reader@wanted.example'), office.sink.to('unknown@reader.example')]).toEqual([[], []]);
    const seen = async (who: 'rep' | 'admin') => (await world.as('A', who).get('/api/v1/mail/mail-suppressions')).json<{ data: object[] }>().data.length;
    expect([await seen('rep'), await seen('admin')]).toEqual([0, 2]);
  });

  it('F29 a mail that may have arrived is sent once more at most, as the same message', async () => {
    office.sink.conduct.set('doubt@reader.example', ['drop', 'drop', 'drop']);
    await post(letter('doubt@reader.example'));
    await tryAgain('doubt@reader.example', 1);
    expect(await ended('doubt@reader.example')).toMatchObject({ status: 'dead', attempts: 2 });
    const ids = office.sink.to('doubt@reader.example').map(({ headers }) => headers['message-id']);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
  });

  it('F04 whoever has lost a mail to another worker cannot say how it ended', async () => {
    office.sink.conduct.set('fenced@reader.example', [451]);
    await post(letter('fenced@reader.example'));
    await until(async () => (await rowOf('fenced@reader.example')).outcome !== null);
    await world.inside('A', async (tenancy: Tenancy) => {
      const [{ id } = { id: '' }] = await tenancy.read<{ id: string }>({ text: `SELECT id FROM mail WHERE organization_id = $1 AND recipient = 'fenced@reader.example'`, values: [world.organizations.A.id] });
      await tenancy.write(endMail({ organizationId: world.organizations.A.id, id }, 0, 'sent', 'An older attempt', new Date()));
    });
    expect((await rowOf('fenced@reader.example')).status).toBe('waiting');
  });
});

describe('S09 Header injection', () => {
  const NASTY = ['Eve\r\nBcc: victim@reader.example', 'Eve\nX-Evil: 1', 'Eve\u0000\u2028Bcc: x', `${'('.repeat(10_000)}`, '"Eve" <evil@elsewhere.example>', '=?utf-8?q?Eve=0D=0ABcc:_x?='];

  it.each(NASTY)('of the name %j: one message, the right envelope, no header more', async (name) => {
    const to = `safe-${uuidv7()}@reader.example`;
    await post(letter(to, { parameters: { token: TOKEN, organization: name, inviter: name, until: '1 May' } }));
    const { to: envelope, headers, raw } = await office.letter(to);
    expect(envelope).toEqual([to]);
    expect(Object.keys(headers).sort()).toEqual(['auto-submitted', 'content-type', 'date', 'from', 'message-id', 'mime-version', 'subject', 'to', 'x-auto-response-suppress']);
    expect(headers['to']).toBe(to);
    expect(raw.split('\r\n').filter((line) => line.length > 998)).toEqual([]);
    expect(office.sink.to('victim@reader.example')).toEqual([]);
  });

  it.each(['a@b.example\r\nRCPT TO:<victim@reader.example>', '"a@evil.example"@reader.example', 'a@b.example, victim@reader.example', 'Eve <a@b.example>', 'group: a@b.example;', 'a@b.example\u0000', '<a@b.example>', `${'a'.repeat(300)}@b.example`, ''])('of the address %j: it is no address', async (to) => {
    await expect(post(letter(to))).rejects.toThrow('A letter goes to one plain address');
  });

  it('lets nobody write a link of their own into a letter', async () => {
    await post(letter('link@reader.example', { parameters: { token: TOKEN, organization: 'Win at http://evil.example/now', inviter: '<a href="https://evil.example">x</a>', until: '1 May' } }));
    const { text, html } = await office.letter('link@reader.example');
    expect(text.match(/https?:\/\/[^\s#]+/g)).toEqual([`${PUBLIC_URL}/invitation`, PUBLIC_URL]);
    expect([...html.matchAll(/href="([^"#]+)/g)].map(([, to]) => to)).toEqual([`${PUBLIC_URL}/invitation`, PUBLIC_URL]);
    expect(text).not.toContain('evil.example');
  });
});
