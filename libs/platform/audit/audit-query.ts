import { instantOf } from '#kernel/field/moment.js';
import { Invalid, type FieldError } from '#kernel/pipeline/problem.js';
import { didYouMean } from '#kernel/resource/names.js';
import { isUuid } from '#kernel/tenancy/uuid.js';
import type { Wanted } from './history.query.js';

export const LARGEST_PAGE = 200;
const DEFAULT_PAGE = 50;
const MOST_KINDS = 50;

type Query = { readonly [name: string]: string };
type Read = (text: string) => Partial<Wanted> | string;

const id = (name: 'record' | 'after') => (text: string) => (isUuid(text) ? { [name]: text } : 'Must be an id, a lower-case uuid.');
const time = (name: 'from' | 'to') => (text: string) => {
  const instant = instantOf(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text);
  return instant ? { [name]: new Date(instant) } : 'Must be a day such as 2026-03-31, or an instant such as 2026-03-31T09:30:00Z.';
};

/** Each parameter: what it wants of the ledger, or what is wrong with it. */
const FILTERS: { readonly [name: string]: Read } = {
  from: time('from'),
  to: time('to'),
  actor: (text) => (text === 'none' ? { actor: null } : isUuid(text) ? { actor: text } : 'Must be the id of a member, an API key or an application, or "none" for machinery and whoever was not signed in.'),
  subject: (text) => (/^[A-Za-z-]{1,60}$/.test(text) ? { subject: text } : 'Must be the name of a noun, such as member.'),
  record: id('record'),
  kind: (text) => (text === 'change' || text === 'fact' ? { kind: text } : 'Must be "change" or "fact".'),
  what: (text) => {
    const what = text.split(',');
    return what.length <= MOST_KINDS && what.every((each) => /^[A-Za-z.-]{1,80}$/.test(each)) ? { what } : `Must be insert, update, delete or names of facts such as export.made, separated by commas, ${MOST_KINDS} at most.`;
  },
  request: (text) => (text.length <= 200 && !text.includes('\0') ? { request: text } : 'Must be the id of a request.'),
};

export interface AuditQuery {
  wanted: Wanted;
  limit: number;
  /** As they came, for the ledger: ids and names, no values. */
  filters: { [name: string]: string };
}

export function auditQuery(query: Query, beside: readonly string[] = []): AuditQuery {
  const errors: FieldError[] = [];
  const wanted: Wanted = {};
  const filters: { [name: string]: string } = {};
  const paging: { [name: string]: Read } = beside.length ? {} : { after: id('after'), limit: (text) => (/^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= LARGEST_PAGE ? {} : `Must be a whole number from 1 to ${LARGEST_PAGE}.`) };
  const known = { ...FILTERS, ...paging };
  for (const [name, text] of Object.entries(query)) {
    if (beside.includes(name)) continue;
    const read = Object.hasOwn(known, name) ? known[name]!(text) : `Is not a parameter of this address.${didYouMean(name.slice(0, 60), Object.keys(known))}`;
    if (typeof read === 'string') errors.push({ at: name.slice(0, 60), rule: Object.hasOwn(known, name) ? 'form' : 'unknown', say: read });
    else Object.assign(wanted, read);
    if (Object.hasOwn(FILTERS, name)) filters[name] = text;
  }
  if (errors.length) throw new Invalid(errors);
  return { wanted, limit: Number(query.limit ?? DEFAULT_PAGE), filters };
}
