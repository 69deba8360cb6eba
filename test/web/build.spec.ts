import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { webRoot } from './serve-web.js';

const LIMIT_OF_ENTRY = 250_000;
const LIMIT_OF_ROUTE = 150_000;
const page = readFileSync(join(webRoot, 'index.html'), 'utf8');
const scripts = readdirSync(join(webRoot, 'assets')).filter((name) => name.endsWith('.js'));
const compressedSize = (name: string) => gzipSync(readFileSync(join(webRoot, 'assets', name))).length;

describe('The built web application', () => {
  it('asks for no more than 250 kB of script before it shows itself', () => {
    const entry = scripts.filter((name) => page.includes(name));
    expect(entry.length).toBeGreaterThan(0);
    expect(entry.map(compressedSize).reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(LIMIT_OF_ENTRY);
  });

  it('asks for no more than 150 kB for anything after that', () => {
    expect(scripts.filter((name) => !page.includes(name) && compressedSize(name) > LIMIT_OF_ROUTE)).toEqual([]);
  });

  it('has no inline script or style, and nothing from another origin', () => {
    expect(page).not.toMatch(/<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|="javascript:/i);
    expect([...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address).filter((address) => !/^\/(?!\/)/.test(address!))).toEqual([]);
  });

  it('names only files that are there', () => {
    const manifest = JSON.parse(readFileSync(join(webRoot, 'site.webmanifest'), 'utf8')) as { icons: { src: string }[] };
    const named = [...[...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address!), ...manifest.icons.map(({ src }) => src)];
    for (const address of named) expect(statSync(join(webRoot, address)).size).toBeGreaterThan(0);
  });
});
