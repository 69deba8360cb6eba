import type { Clock } from '#kernel/tenancy/scope.js';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonSchema = { [key: string]: Json };

/** Whose data a field holds. Erasure, export and retention are derived from it. */
export type PersonalClass = 'personal' | 'sensitive' | 'financial' | 'none';

/** What may be said of any field. */
export interface CommonOptions {
  required?: true;
  label?: string;
  help?: string;
  /** Position among the columns of a list; these are the fields people sort by, so each gets an index. */
  list?: number;
  /** Weight in search, A first. */
  search?: 'A' | 'B' | 'C' | 'D';
  personal?: true | PersonalClass;
  /** No two live records of an organisation share the value. */
  unique?: 'live';
  /** A group of fields that a role must be granted by name, such as 'finance'. */
  fields?: string;
  /** Set by the product, never by a client. */
  readOnly?: true;
  default?: Json;
}

/** A declared field as the rest of the kernel sees it. */
export interface Field<O extends object = object> {
  readonly name: string;
  /** Name of its first column; further ones append a suffix. */
  readonly column: string;
  readonly type: FieldType<O>;
  readonly options: O & CommonOptions;
  readonly label: string;
  readonly required: boolean;
  readonly personal: PersonalClass | null;
  /** Custom fields of an organisation live in `custom jsonb` and are mirrored to `field_value` for filtering. */
  readonly storage: 'column' | 'custom';
}

export interface Column {
  /** '' for the field's own column, else appended as `_suffix`. */
  suffix: string;
  type: string;
  /** Computed by the database from the field's own column, which stands as `$column`. */
  generatedAs?: string;
  /** A boolean expression over this column, which stands as `$column`. */
  check?: string;
  /** Left out of the ledger and of every answer. */
  secret?: true;
}

/** Gives the quoted, qualified name of one of the field's columns; for a custom field, of the row's `custom jsonb`. */
export interface ColumnRef {
  (suffix?: string): string;
  /** Names that the registry knows, as `field_value` holds them. */
  readonly resource: string;
  readonly field: string;
  /** The quoted, qualified `id` and `organization_id` of the row. */
  readonly record: string;
  readonly organization: string;
}

/** Values for the columns of a field, by suffix. */
export type Stored = { [suffix: string]: unknown };

/** Says what is wrong with a value; collected, so that all faults come back at once. */
export type Complain = (rule: string, say: string) => undefined;

/** What relative arguments ("me", "today") mean for this actor. */
export interface Viewpoint {
  clock: Clock;
  timeZone: string;
  memberId: string | null;
  teamMemberIds: readonly string[];
}

/**
 * One way to compare a field. `sql` and `test` must agree for every value: a property test drives both.
 * SQL may answer NULL where `test` answers false.
 */
export interface Operator {
  readonly say: string;
  readonly takes: 'one' | 'many' | 'nothing';
  readonly sql: (column: ColumnRef, argument: (value: unknown, type: string) => string, values: readonly Comparable[]) => string;
  readonly test: (value: Json, values: readonly Comparable[]) => boolean;
  /** Parses its arguments where it reads them otherwise than its type: `during` takes a period and gives its first and last value. */
  readonly argument?: (value: Json, field: Field, viewpoint: Viewpoint, complain: Complain) => Comparable | readonly Comparable[] | undefined;
}

/** An argument after parsing: what is bound to the statement and what `test` compares with. */
export type Comparable = string | number | boolean;

/** Everything a type of field must answer; each type is one file. */
export interface FieldType<O extends object = object> {
  readonly name: string;
  columns(field: Field<O>): Column[];
  /** Turns what a client sent (never null) into values for the columns that are not generated, or complains. */
  accept(value: Json, field: Field<O>, complain: Complain): Stored | undefined;
  /** SQL for a value that the database gives when the record is made, such as the next number of a series. `$organization` stands for the organisation. */
  assigned?(field: Field<O>): string;
  /** Whether a value may follow another, for types that restrict it; `from` is null for a new record. */
  mayMove?(from: Json, to: Json, field: Field<O>): boolean;
  /** The JSON shape of stored values, where it is not simply that of the first column. */
  unstored?(stored: Stored): Json;
  /** SQL for what a reader sees; must yield the JSON shape that `accept` takes. */
  shown(column: ColumnRef, field: Field<O>): string;
  readonly operators: { readonly [name: string]: Operator };
  /** Parses one argument of a filter, from a query string or from JSON. */
  argument(this: void, value: Json, field: Field<O>, viewpoint: Viewpoint, complain: Complain): Comparable | readonly Comparable[] | undefined;
  /** The column to sort by, or the expression `by`, and its SQL type for cursors; null when sorting makes no sense. */
  readonly sort: { suffix: string; type: string; by?: (column: ColumnRef) => string } | null;
  /** The column that decides whether two values are the same, where it is not the first. */
  readonly sameBy?: string;
  schema(field: Field<O>): JsonSchema;
  /** A valid value, different for each seed: documentation, demo and the contract suite use it. */
  example(field: Field<O>, seed: number): Json;
  /** How the value stands in a CSV or XLSX cell. */
  readonly cell: { write(value: Json, field: Field<O>): string | number | boolean | null; read(text: string, field: Field<O>): Json };
  /** The text that search indexes; null when the type is not searchable. */
  readonly searched: ((column: ColumnRef) => string) | null;
  /** Where a filter on a custom field of this type looks in `field_value`; null when it cannot be custom. */
  readonly mirror: 'text' | 'number' | 'time' | 'flag' | null;
  /** What a custom field keeps in `custom jsonb` of what was accepted, where that is not the first column's value. */
  readonly kept?: (stored: Stored) => Json;
  /** The widget and settings the web application draws. */
  widget(field: Field<O>): { [key: string]: Json };
}
