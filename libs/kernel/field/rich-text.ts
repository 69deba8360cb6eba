import sanitizeHtml from 'sanitize-html';
import { decorator } from './declare.js';
import type { FieldType, Operator } from './field.js';
import { acceptLines, type LongTextOptions } from './long-text.js';
import { equatable } from './operators.js';

const LONGEST_HTML = 100_000;

// An allow-list: what is not named here is taken out, scripts and styles together with their contents.
const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: ['p', 'br', 'hr', 'h1', 'h2', 'h3', 'h4', 'strong', 'b', 'em', 'i', 'u', 's', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'a',
    'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  allowedAttributes: { a: ['href', 'title', 'rel'], td: ['colspan', 'rowspan'], th: ['colspan', 'rowspan'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowProtocolRelative: false,
  nestingLimit: 50,
  transformTags: { a: sanitizeHtml.simpleTransform('a', { rel: 'noopener noreferrer nofollow' }) },
};

export function cleanHtml(html: string): string {
  return sanitizeHtml(html, ALLOWED).trim();
}

const { empty, filled } = equatable('text') satisfies Record<string, Operator>;

export const richText: FieldType<LongTextOptions> = {
  name: 'rich-text',
  columns: () => [{ suffix: '', type: 'text' }],
  accept(value, { options, required }, complain) {
    const max = options.max ?? LONGEST_HTML;
    const html = acceptLines(value, max, complain);
    if (html === undefined) return undefined;
    // Escaping makes it longer, and what was written as a character reference becomes that character.
    const clean = acceptLines(cleanHtml(html), max, complain);
    if (clean === undefined) return undefined;
    if (clean === '' && required) return complain('required', 'Must not be empty.');
    return { '': clean || null };
  },
  shown: (column) => column(),
  operators: { empty, filled },
  argument: (_value, _field, _viewpoint, complain) => complain('argument', 'A formatted text can only be asked whether it is empty; use the search for its words.'),
  sort: null,
  schema: ({ options }) => ({ type: 'string', format: 'html', maxLength: options.max ?? LONGEST_HTML }),
  example: ({ label }, seed) => `<p>${label.replace(/[&<>]/g, '')} <strong>${seed}</strong></p>`,
  cell: { write: (value) => value as string | null, read: (cell) => cell },
  searched: (column) => `regexp_replace(${column()}, '<[^>]*>', ' ', 'g')`,
  mirror: null,
  widget: () => ({ widget: 'rich-text' }),
};

export const RichText = decorator<string, LongTextOptions>(richText);
