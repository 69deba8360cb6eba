import type { Content, Language } from './letter.js';

export interface Written {
  subject: string;
  text: string;
  html: string;
}

const LONGEST_SUBJECT = 200;
const RIGHT_TO_LEFT: ReadonlySet<Language> = new Set(['ar']);
const FONT = `Inter, -apple-system, 'Segoe UI', Roboto, 'Noto Sans Arabic', Tahoma, Arial, sans-serif`;

const FOOTER: Record<Language, { or: string; from: string }> = {
  en: { or: 'Or copy this address into your browser:', from: 'Sent by Tessera at' },
  de: { or: 'Oder kopieren Sie diese Adresse in Ihren Browser:', from: 'Gesendet von Tessera unter' },
  ar: { or: 'أو انسخ هذا العنوان إلى متصفحك:', from: 'أُرسلت هذه الرسالة من Tessera على' },
};

/**
 * Plain text and HTML of the same content. Every address in it begins with `base`, the configured one: nothing of a request
 * ever comes here. Tokens stand after `#`, which browsers keep to themselves.
 */
export function lay(content: Content, language: Language, base: string): Written {
  const { heading, paragraphs, button, other, notes = [] } = content;
  const subject = oneLine(content.subject);
  const link = button && addressOf(button, base);
  const otherLink = other && addressOf(other, base);
  const { or, from } = FOOTER[language];
  const lines = [heading, ...paragraphs, ...(button ? [`${button.label}:\n${link}`] : []), ...(other ? [`${other.before} ${other.label}:\n${otherLink}`] : []), ...notes, `-- \n${from} ${base}`];
  const text = `${lines.map(withoutControls).join('\n\n')}\n`;
  const direction = RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr';
  const html = `<!doctype html>
<html lang="${language}" dir="${direction}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light"><title>${escaped(subject)}</title></head>
<body style="margin:0;padding:0;background:#f7f9fb">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" dir="${direction}" style="background:#f7f9fb"><tr><td align="center" style="padding:40px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:520px;font-family:${FONT};color:#122028">
<tr><td style="padding:0 4px 20px;font-size:17px;font-weight:650;letter-spacing:-0.01em;color:#026a68"><bdi>Tessera</bdi></td></tr>
<tr><td style="background:#ffffff;border:1px solid #dde2e5;border-radius:10px;padding:32px">
<h1 style="margin:0 0 16px;font-size:21px;line-height:1.3;font-weight:650">${escaped(heading)}</h1>
${paragraphs.map((paragraph) => `<p style="margin:0 0 16px;font-size:15px;line-height:1.6">${escaped(paragraph)}</p>`).join('\n')}
${button ? `<p style="margin:8px 0 24px"><a href="${escaped(link!)}" style="display:inline-block;background:#026a68;color:#ffffff;text-decoration:none;font-size:15px;font-weight:600;padding:12px 22px;border-radius:8px">${escaped(button.label)}</a></p>` : ''}
${other ? `<p style="margin:0 0 16px;font-size:15px;line-height:1.6">${escaped(other.before)} <a href="${escaped(otherLink!)}" style="color:#025f5d">${escaped(other.label)}</a></p>` : ''}
${notes.map((note) => `<p style="margin:0 0 12px;font-size:13px;line-height:1.6;color:#4f5d65">${escaped(note)}</p>`).join('\n')}
${button ? `<p style="margin:16px 0 0;padding-top:16px;border-top:1px solid #e4e9eb;font-size:13px;line-height:1.6;color:#4f5d65">${escaped(or)}<br><span dir="ltr" style="word-break:break-all">${escaped(link!)}</span></p>` : ''}
</td></tr>
<tr><td style="padding:20px 4px 0;font-size:13px;color:#66747b">${escaped(from)} <span dir="ltr"><a href="${escaped(base)}" style="color:#66747b">${escaped(base)}</a></span></td></tr>
</table></td></tr></table>
</body></html>
`;
  return { subject, text, html };
}

function addressOf({ path, token }: { path: string; token?: string }, base: string): string {
  return `${base}${path}${token === undefined ? '' : `#${encodeURIComponent(token)}`}`;
}

/** A header is one line, whatever somebody is called. */
function oneLine(text: string): string {
  const line = withoutControls(text).replaceAll(/\s+/g, ' ').trim();
  return line.length > LONGEST_SUBJECT ? `${line.slice(0, LONGEST_SUBJECT - 1)}…` : line;
}

function withoutControls(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/g, ' ');
}

function escaped(text: string): string {
  return withoutControls(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}
