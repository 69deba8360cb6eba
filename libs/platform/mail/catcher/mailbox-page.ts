import { createHash } from 'node:crypto';
import type { CaughtMail } from './caught-mails.js';

type Mail = CaughtMail['mail'];

const STYLE = `:root{color-scheme:light dark;--canvas:light-dark(#f7f9fb,#0c1113);--surface:light-dark(#fff,#161e22);--line:light-dark(#dde2e5,#293339);--text:light-dark(#122028,#ebeff2);--quiet:light-dark(#4f5d65,#a6b2b8);--accent:light-dark(#026a68,#5cc4c0);--chosen:light-dark(#e0f5f4,#0f2f2f)}
*{box-sizing:border-box}body{margin:0;height:100vh;display:grid;grid-template:auto 1fr/minmax(17rem,24rem) 1fr;font:14px/1.5 Inter,system-ui,'Noto Sans Arabic',sans-serif;background:var(--canvas);color:var(--text)}
header{grid-column:1/-1;display:flex;align-items:baseline;gap:.75rem;padding:.85rem 1.25rem;border-bottom:1px solid var(--line);background:var(--surface)}header h1{font-size:1rem;margin:0}header h1 a{color:inherit;text-decoration:none}header span,small,dt,.empty{color:var(--quiet)}
nav{overflow-y:auto;border-inline-end:1px solid var(--line);background:var(--surface)}nav a{display:grid;grid-template-columns:1fr auto;gap:.1rem .75rem;padding:.7rem 1.25rem;border-bottom:1px solid var(--line);color:inherit;text-decoration:none}nav a:hover,nav a:focus-visible{background:var(--canvas)}nav a[aria-current]{background:var(--chosen);box-shadow:inset 3px 0 var(--accent)}
nav strong,nav span{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}nav strong{font-weight:600}nav span{grid-column:1/-1;color:var(--quiet)}
main{overflow-y:auto;padding:1.25rem 1.5rem;display:flex;flex-direction:column;gap:1rem;min-width:0}main>h2{font-size:1.25rem;line-height:1.3;margin:0}dl{display:grid;grid-template-columns:auto 1fr;gap:.15rem 1rem;margin:0}dd{margin:0;overflow-wrap:anywhere}
iframe{flex:1;min-height:32rem;width:100%;border:1px solid var(--line);border-radius:10px;background:#fff}details{border:1px solid var(--line);border-radius:10px;background:var(--surface)}summary{padding:.6rem 1rem;cursor:pointer;font-weight:600}pre{margin:0;padding:0 1rem 1rem;white-space:pre-wrap;overflow-wrap:anywhere;font:12.5px/1.6 ui-monospace,monospace}
ul{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.5rem}li a{display:inline-block;padding:.35rem .8rem;border:1px solid var(--line);border-radius:8px;background:var(--surface);color:var(--accent);text-decoration:none;font-weight:600}li a:hover{border-color:var(--accent)}a:focus-visible,summary:focus-visible{outline:2px solid var(--accent);outline-offset:-2px}
.empty{margin:auto;text-align:center;max-width:26rem}.back{display:none}
@media (max-width:760px){body{grid-template-columns:1fr}body:has(main.open) nav,body:not(:has(main.open)) main{display:none}.back{display:inline;color:var(--accent)}main{padding:1rem}nav{border:0}}`;

/** The one style that the page's policy lets in. */
export const STYLE_HASH = `sha256-${createHash('sha256').update(STYLE).digest('base64')}`;

/** Needs no script: without a mail it asks again by itself, so that whoever waits for one sees it come. */
export function mailboxPage(mails: readonly CaughtMail[], chosen: CaughtMail | null): string {
  const refresh = chosen ? '' : '<meta http-equiv="refresh" content="3">';
  const title = chosen ? (chosen.mail.subject ?? 'Mail') : 'Mails';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">${refresh}<title>${escaped(title)}</title><style>${STYLE}</style></head>
<body><header><h1><a href="/dev/mail">Mails that were not sent</a></h1><span>${mails.length === 1 ? '1 mail' : `${mails.length} mails`}</span></header>
<nav aria-label="Mails">${mails.map((each) => row(each, each.name === chosen?.name)).join('\n')}</nav>
${chosen ? letter(chosen) : `<main><p class="empty">${mails.length > 0 ? 'Choose a mail.' : 'No mail yet. Whatever would be sent arrives here within seconds.'}</p></main>`}</body></html>`;
}

function row({ name, mail }: CaughtMail, isChosen: boolean): string {
  return `<a href="/dev/mail/${name}"${isChosen ? ' aria-current="page"' : ''}><strong dir="auto">${escaped(mail.subject ?? '')}</strong><small>${timeOf(mail)}</small><span>${escaped(addresses(mail.to))}</span></a>`;
}

function letter({ name, mail }: CaughtMail): string {
  const at = `/dev/mail/${name}`;
  const attachments = mail.attachments.map(({ filename }, n) => `<li><a href="${at}/attachments/${n}" download>${escaped(filename ?? 'attachment')}</a></li>`);
  const headers = mail.headers.map(({ key, originalKey, value }) => `${originalKey ?? key}: ${value}`).join('\n');
  return `<main class="open"><a class="back" href="/dev/mail">← All mails</a><h2 dir="auto">${escaped(mail.subject ?? '')}</h2>
<dl><dt>From</dt><dd>${escaped(addresses(mail.from ? [mail.from] : []))}</dd><dt>To</dt><dd>${escaped(addresses(mail.to))}</dd><dt>Sent</dt><dd>${timeOf(mail)}</dd></dl>
${attachments.length > 0 ? `<ul aria-label="Attachments">${attachments.join('')}</ul>` : ''}
${mail.html ? `<iframe src="${at}/html" title="The mail" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>` : ''}
<details${mail.html ? '' : ' open'}><summary>Text</summary><pre dir="auto">${escaped(mail.text ?? '')}</pre></details>
<details><summary>Headers</summary><pre>${escaped(headers)}</pre></details></main>`;
}

function addresses(list: Mail['to']): string {
  return (list ?? []).map(({ name, address }) => (name ? `${name} <${address ?? ''}>` : (address ?? ''))).join(', ');
}

function timeOf({ date }: Mail): string {
  return date ? new Date(date).toLocaleString('en-GB', { dateStyle: 'short', timeStyle: 'short' }) : '';
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
