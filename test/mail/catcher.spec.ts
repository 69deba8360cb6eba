import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InjectOptions } from 'fastify';
import { MailCatcherModule } from '#platform/mail/catcher/catcher.module.js';
import { FolderTransport } from '#platform/mail/folder-transport.js';
import { startApi, testConfig, type TestApi } from '#test/edge/api.js';
import { TestDatabase } from '#test/worlds/database.js';

const folder = mkdtempSync(join(tmpdir(), 'tessera-caught-'));
const message = (id: number, minute: string, more: object = {}) => ({
  messageId: `<0193aaaa-0000-7000-8000-00000000000${id}@crm.example.com>`, date: new Date(`2026-11-21T05:${minute}:00Z`), from: { name: 'Tessera', address: 'no-reply@crm.example.com' }, to: 'ada@reader.example',
  subject: `Mail ${id} <b>&</b>`, text: 'In text <script>', html: '<p>In HTML <script>alert(1)</script><a href="https://crm.example.com/invitation#token">Accept</a></p>', ...more,
});

let database: TestDatabase;
let api: TestApi;

beforeAll(async () => {
  const transport = new FolderTransport(folder);
  await transport.send(message(1, '10'));
  await transport.send(message(2, '20', { attachments: [{ name: 'Angebot Größe.pdf', type: 'application/pdf', content: Buffer.from('%PDF-1.7 of two') }] }));
  writeFileSync(join(folder, 'notes.eml'), 'From: somebody else');
  database = await TestDatabase.create();
  api = await startApi(database, { MAIL_FOLDER: folder, MAIL_URL: '' }, {}, []);
});
afterAll(async () => {
  await api.app.close();
  await database.drop();
  rmSync(folder, { recursive: true });
});

const get = (url: string, more: Partial<InjectOptions> = {}) => api.fastify.inject({ method: 'GET', url, headers: { host: 'localhost:3000' }, ...more });
const TWO = '/dev/mail/2026-11-21T05-20-00-000Z-0193aaaa-0000-7000-8000-000000000002';

it('what was not sent is read in the browser, newest first, with its text, headers and attachments', async () => {
  const list = await get('/dev/mail');
  expect([list.statusCode, [...list.body.matchAll(/Mail (\d) &lt;b&gt;&amp;/g)].map(([, id]) => id)]).toEqual([200, ['2', '1']]);
  const one = await get(TWO);
  for (const part of ['Mail 2 &lt;b&gt;', 'ada@reader.example', 'In text &lt;script&gt;', 'Auto-Submitted: auto-generated', 'Angebot Größe.pdf', `src="${TWO}/html"`]) expect(one.body).toContain(part);
  const pdf = await get(`${TWO}/attachments/0`);
  expect([pdf.body, pdf.headers['content-type'], pdf.headers['content-disposition']]).toEqual(['%PDF-1.7 of two', 'application/octet-stream', "attachment; filename*=UTF-8''Angebot%20Gr%C3%B6%C3%9Fe.pdf"]);
});

it('neither the page nor a mail in it runs a script', async () => {
  const policies = await Promise.all(['', '/html'].map(async (part) => String((await get(`${TWO}${part}`)).headers['content-security-policy'])));
  expect(policies).toEqual([expect.stringMatching(/^default-src 'none'; style-src 'sha256-[\w+/=]+'; frame-src 'self'/), expect.stringMatching(/^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'/)]);
  expect((await get(TWO)).body).not.toMatch(/<script|unsafe/);
});

it('it is not there for other machines, under other names, for other files, or where mails are sent', async () => {
  const refused = [{ remoteAddress: '192.0.2.7' }, { headers: { host: 'evil.example' } }, { headers: { host: 'localhost.evil.example:3000' } }];
  for (const more of refused) for (const path of ['/dev/mail', TWO, `${TWO}/html`, `${TWO}/attachments/0`]) expect((await get(path, more)).statusCode).toBe(404);
  for (const path of ['/dev/mail/notes', '/dev/mail/..%2f..%2fsecrets', `${TWO.slice(0, -1)}9`, `${TWO}/attachments/1`, `${TWO}/attachments/-1`]) expect((await get(path)).statusCode).toBe(404);
  const folders = [{ MAIL_FOLDER: folder, MAIL_URL: '' }, { MAIL_FOLDER: folder, MAIL_URL: 'smtp://localhost' }, { MAIL_FOLDER: '', MAIL_URL: '' }].map((environment) => MailCatcherModule.whereMailsAreCaught(testConfig(environment)).length);
  expect([folders, MailCatcherModule.whereMailsAreCaught({ ...testConfig({ MAIL_FOLDER: folder, MAIL_URL: '' }), nodeEnv: 'production' } as never)]).toEqual([[1, 0, 0], []]);
});
