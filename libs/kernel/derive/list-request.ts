import type { ListRequest } from '#kernel/pipeline/list-query.js';
import { Invalid, Malformed, type FieldError } from '#kernel/pipeline/problem.js';
import { didYouMean } from '#kernel/resource/names.js';
import type { Json } from '#kernel/field/field.js';

const PARAMETERS = ['sort', 'fields', 'include', 'limit', 'after', 'q', 'count', 'deleted'] as const;
const FILTER = /^filter\[([^\][]{1,120})\](?:\[([^\][]{1,40})\])?$/;
const MOST_FILTERS = 30;

/** `filter[stage]=customer`, `filter[createdAt][gte]=2026-01-01`, `filter[stage][in]=a,b`, and the parameters by name. */
export function listRequest(query: Record<string, string>, known: readonly string[] = PARAMETERS, filtered = known === PARAMETERS): ListRequest {
  const errors: FieldError[] = [];
  const request: ListRequest = { filters: [] };
  for (const [name, value] of Object.entries(query)) {
    const [, field, operator = 'eq'] = FILTER.exec(name) ?? [];
    if (field && filtered) request.filters.push({ field, operator, value });
    else if (known.includes(name)) request[name as (typeof PARAMETERS)[number]] = value;
    else errors.push({ at: name.slice(0, 60), rule: 'unknown', say: `Is not a parameter of this address.${didYouMean(name.slice(0, 60), [...known, 'filter[…]'])}` });
  }
  if (request.filters.length > MOST_FILTERS) errors.push({ at: 'filter', rule: 'length', say: `Filter by at most ${MOST_FILTERS} fields.` });
  if (errors.length) throw new Invalid(errors);
  return request;
}

/** The same as a JSON body, with nested conditions under `where`. */
export function queryBody(body: unknown, known: readonly string[] = PARAMETERS): ListRequest {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new Malformed(`Send one JSON object with what is asked for: ${['where', ...known].join(', ')}.`);
  const errors: FieldError[] = [];
  const { where, ...rest } = body as { where?: unknown; [name: string]: unknown };
  const request: ListRequest = { filters: [], where };
  for (const [name, value] of Object.entries(rest)) {
    const text = Array.isArray(value) && value.every((item) => typeof item === 'string') ? value.join(',') : (value as Json);
    if (!known.includes(name)) errors.push({ at: name.slice(0, 60), rule: 'unknown', say: `Is not known here.${didYouMean(name.slice(0, 60), [...known, 'where'])}` });
    else if (typeof text !== 'string' && !(name === 'limit' && typeof text === 'number')) errors.push({ at: name, rule: 'type', say: 'Must be a text, or a list of texts.' });
    else Object.assign(request, { [name]: text });
  }
  if (errors.length) throw new Invalid(errors);
  return request;
}
