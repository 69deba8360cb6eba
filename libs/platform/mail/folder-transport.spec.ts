import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderTransport } from './folder-transport.js';

const MESSAGE = {
  messageId: '<0193aaaa-0000-7000-8000-000000000001@crm.example.com>', date: new Date('2026-11-21T05:00:00Z'), from: { name: 'Tessera', address: 'no-reply@crm.example.com' }, to: 'ada@reader.example',
  subject: 'Hello', text: 'Hello in text\n', html: '<p>Hello in HTML</p>',
};

it('The folder for development gets each mail as it would be sent, and its HTML; nobody else may read them', async () => {
  const parent = mkdtempSync(join(tmpdir(), 'tessera-mail-'));
  try {
    const folder = join(parent, 'mail');
    await new FolderTransport(folder).send(MESSAGE);
    const name = '2026-11-21T05-00-00-000Z-0193aaaa-0000-7000-8000-000000000001';
    expect(readdirSync(folder).sort()).toEqual([`${name}.eml`, `${name}.html`]);
    expect(readFileSync(join(folder, `${name}.html`), 'utf8')).toBe(MESSAGE.html);
    expect(readFileSync(join(folder, `${name}.eml`), 'utf8')).toMatch(/^From: Tessera <no-reply@crm\.example\.com>[\s\S]*To: ada@reader\.example[\s\S]*Hello in text/m);
    expect([folder, join(folder, `${name}.eml`), join(folder, `${name}.html`)].map((path) => statSync(path).mode & 0o077)).toEqual([0, 0, 0]);
  } finally {
    rmSync(parent, { recursive: true });
  }
});
