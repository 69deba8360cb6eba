import react from '@vitejs/plugin-react';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';
import { ground } from './src/theme/ground.js';
import { dark, light } from './src/theme/tokens.js';

const api = process.env['API_URL'] ?? 'http://localhost:3000';
/** The API answers its own pages alone. */
const passedOn = { target: api, ws: true, headers: { origin: new URL(api).origin } };
const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as { version: string };

/** Serves the ground of both themes as the first style sheet, written from the tokens. */
function groundFromTokens(): Plugin {
  const id = 'virtual:ground.css';
  return {
    name: 'ground-from-tokens',
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load: (source) => (source === `\0${id}` ? ground : undefined),
    transformIndexHtml: () => [light, dark].map(({ canvas }) => ({
      tag: 'meta',
      attrs: { name: 'theme-color', content: canvas, media: `(prefers-color-scheme: ${canvas === light.canvas ? 'light' : 'dark'})` },
      injectTo: 'head',
    })),
  };
}

/** The one font file that every page needs is asked for with the page, not after its style sheet. */
function preloadFirstFont(): Plugin {
  return {
    name: 'preload-first-font',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) => Object.keys(bundle ?? {})
        .filter((file) => /inter-latin-wght-normal-[^/]+\.woff2$/.test(file))
        .map((file) => ({ tag: 'link', attrs: { rel: 'preload', href: `/${file}`, as: 'font', type: 'font/woff2', crossorigin: true }, injectTo: 'head' as const })),
    },
  };
}

/** Files are compressed once, as well as it goes, and not again for every visitor. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    writeBundle({ dir }) {
      for (const name of readdirSync(dir!, { recursive: true, encoding: 'utf8' })) {
        const file = join(dir!, name);
        if (!/\.(?:js|css|html|svg|webmanifest)$/.test(name) || statSync(file).size < 1_000) continue;
        const content = readFileSync(file);
        writeFileSync(`${file}.br`, brotliCompressSync(content));
        writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), groundFromTokens(), preloadFirstFont(), compressed()],
  define: { __VERSION__: JSON.stringify(version) },
  build: {
    outDir: join(import.meta.dirname, '../../dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    // Everything is a file of our own origin: the Content-Security-Policy allows no data: addresses for fonts or scripts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
  },
  server: { port: 5173, strictPort: true, proxy: Object.fromEntries(['/api', '/health', '/oauth', '/sso', '/dev/mail'].map((path) => [path, passedOn])) },
});
