import { decorator } from './declare.js';
import type { FieldType } from './field.js';
import { equatable } from './operators.js';
import { acceptFilledLine, startsWith, text, textArgument } from './text.js';
import { domainArgument, domainOf } from './url.js';

/** The domain of an organisation, however it was typed: with https, www, capitals or a path. */
export const domain: FieldType = {
  ...text,
  name: 'domain',
  columns: () => [{ suffix: '', type: 'text', check: 'length($column) <= 253' }],
  accept(value, field, complain) {
    const line = acceptFilledLine(value, 500, field, complain);
    if (!line) return line === null ? { '': null } : undefined;
    const host = domainOf(line);
    return host && host.length <= 253 ? { '': host } : complain('domain', 'Must be a domain such as example.com.');
  },
  operators: { ...equatable('text'), startsWith: { ...startsWith, argument: (value, _field, _viewpoint, complain) => textArgument(value, complain)?.toLowerCase() } },
  argument: (value, _field, _viewpoint, complain) => domainArgument(value, complain),
  schema: () => ({ type: 'string', format: 'hostname', maxLength: 253 }),
  example: (_field, seed) => `example-${seed}.com`,
  widget: () => ({ widget: 'domain' }),
};

export const Domain = decorator<string, object>(domain);
