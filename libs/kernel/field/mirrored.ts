import type { Column, ColumnRef, FieldType, Operator } from './field.js';
import { mirrored } from './mirror.js';

type Bind = Parameters<Operator['sql']>[1];
type Kind = NonNullable<FieldType['mirror']>;

/** The type of SQL argument that compares with a column of the mirror, for the one an operator asks for. */
const BOUND: { readonly [type: string]: string } = { bigint: 'double precision', date: 'timestamptz' };
const SORTED: { readonly [kind in Kind]: string } = { text: 'text', number: 'double precision', time: 'text', flag: 'boolean' };

/** Dates stand in the mirror as midnights in UTC, whatever the zone of the session is. */
function atMidnight(value: unknown): unknown {
  return Array.isArray(value) ? value.map(atMidnight) : `${String(value)}T00:00:00Z`;
}

function overMirror(kind: Kind, operator: Operator, negated: boolean): Operator {
  return {
    ...operator,
    sql(column, bind, values) {
      const inMirror = Object.assign((suffix = '') => (suffix === 'currency' ? 'v.text_value' : `v.${kind}_value`), column) as ColumnRef;
      const bindToMirror: Bind = (value, type) => {
        const [one, ...array] = type.split(/(?=\[)/);
        return bind(one === 'date' ? atMidnight(value) : value, [BOUND[one!] ?? one, ...array].join(''));
      };
      return `${negated ? 'NOT ' : ''}${mirrored(column, bind, operator.sql(inMirror, bindToMirror, values))}`;
    },
  };
}

function operatorsOf({ mirror, operators }: FieldType): FieldType['operators'] {
  const { eq, ne, empty, filled, domain: _noColumnInTheMirror, ...others } = operators;
  if (!eq || !ne) return operators;
  return {
    ...Object.fromEntries(Object.entries({ eq, ...others }).map(([name, operator]) => [name, overMirror(mirror!, operator, false)])),
    ne: { ...overMirror(mirror!, eq, true), say: ne.say, test: ne.test },
    empty: { ...empty!, sql: (column, bind) => `NOT ${mirrored(column, bind, '')}` },
    filled: { ...filled!, sql: (column, bind) => mirrored(column, bind, '') },
  };
}

const NAME = /^[A-Za-z][A-Za-z0-9_]{0,62}$/;

/** The key in `custom` as a SQL literal. It was checked when the field was defined; here it is checked once more, since it comes from a tenant. */
function literal(name: string): string {
  const key = name.replace(/^custom\./, '');
  if (!NAME.test(key)) throw new Error(`"${key}" cannot be the name of a field: use letters, digits and _, beginning with a letter.`);
  return `'${key}'`;
}

/** The same type where its values live in `custom jsonb` of the row: filtered through `field_value`, shown and sorted from the row itself. */
export function mirroredType<O extends object>(type: FieldType<O>): FieldType<O> {
  const { mirror, kept } = type;
  if (mirror === null) throw new Error(`A field of type ${type.name} cannot be a custom field.`);
  const path = type.name === 'money' ? (name: string) => `#>> ARRAY[${literal(name)}, 'amount']` : (name: string) => `->> ${literal(name)}`;
  // Times sort as texts do, since each is written in one length.
  const sorted = SORTED[mirror];
  const cast = mirror === 'text' ? ' COLLATE "unicode"' : `::${sorted}`;
  return {
    ...type,
    columns: (): Column[] => [],
    accept(value, field, complain) {
      const stored = type.accept(value, field, complain);
      return stored && { '': stored[''] === null || !kept ? stored[''] : kept(stored) };
    },
    shown: (column) => `${column()} -> ${literal(column.field)}`,
    operators: operatorsOf(type as unknown as FieldType),
    sort: type.sort && {
      suffix: '',
      type: sorted,
      by: (column) => `(${column()} ${path(column.field)})${cast}`,
    },
    sameBy: undefined,
    searched: type.searched && ((column) => `${column()} ->> ${literal(column.field)}`),
  };
}
