import { quoted } from '#kernel/gate/sql.js';
import { sayDifference, type Difference } from './catalogue.js';
import type { TableSchema } from './ddl.js';

/** Why a difference is not written by itself, and what a human would write. */
export function refusal(difference: Difference, table: TableSchema | undefined): string {
  const { declared, found } = difference;
  const cure = declared === null ? cureForExtra(difference) : found === null ? cureForMissing(difference, table!) : cureForChanged(difference, table!);
  return `${sayDifference(difference)} ${cure}`;
}

function cureForExtra({ table, kind, name }: Difference): string {
  const on = quoted(table);
  const it = quoted(name);
  switch (kind) {
    case 'table':
      return `If the noun was renamed, bring its rows over by hand. If it is gone, keep them until no release needs them: COMMENT ON TABLE ${on} IS 'retired'; and in a later release DROP TABLE ${on};`;
    case 'column':
      return (
        `If it was renamed, add the new field first and bring the values over by hand. If it is gone, the release that is running may still write it: ` +
        `ALTER TABLE ${on} ALTER COLUMN ${it} DROP NOT NULL; COMMENT ON COLUMN ${on}.${it} IS 'retired'; and in a later release ALTER TABLE ${on} DROP COLUMN ${it};`
      );
    case 'required':
      return `The release that is running may not expect it to be empty; when it does: ALTER TABLE ${on} ALTER COLUMN ${it} DROP NOT NULL;`;
    case 'default':
      return `When the release that is running writes it by itself: ALTER TABLE ${on} ALTER COLUMN ${it} DROP DEFAULT;`;
    case 'index':
      return `Drop it in a file "-- without transaction": DROP INDEX CONCURRENTLY IF EXISTS ${it}; or keep it: COMMENT ON INDEX ${it} IS 'by hand: why';`;
    case 'constraint':
    case 'foreign key':
      return `Drop it: ALTER TABLE ${on} DROP CONSTRAINT ${it}; or keep it: COMMENT ON CONSTRAINT ${it} ON ${on} IS 'by hand: why';`;
    case 'trigger':
      return `Drop it: DROP TRIGGER ${it} ON ${on}; or keep it: COMMENT ON TRIGGER ${it} ON ${on} IS 'by hand: why';`;
    case 'policy':
      return `Nothing may stand beside the two policies of a tenant's table: DROP POLICY ${it} ON ${on};`;
    case 'grant':
      return `Take it back: REVOKE ${name.split(' ').reverse().join(` ON ${on} FROM `)};`;
    case 'security':
      return 'Every noun is sealed; this cannot be.';
  }
}

function cureForMissing({ table, kind, name }: Difference, schema: TableSchema): string {
  const definition = schema.columns.get(name) ?? '';
  if (kind === 'column' && / GENERATED /.test(definition))
    return `Adding it writes the whole table anew while nobody can read or write it. On a small table, write it by hand below a line "-- squawk-ignore adding-field-with-default": ALTER TABLE ${quoted(table)} ADD COLUMN ${quoted(name)} ${definition};`;
  if (kind === 'column')
    return (
      `It is required, but the rows that are there lack it and the release that is running does not write it. Give the field a default that is a plain value; ` +
      `or declare it without required, release that, fill it in by a migration in batches, and make it required then.`
    );
  return `Find out who removed it before you put it back: ALTER TABLE ${quoted(table)} ADD CONSTRAINT ${quoted(name)} ${schema.constraints.get(name)};`;
}

function cureForChanged({ table, kind, name, declared }: Difference, schema: TableSchema): string {
  const on = quoted(table);
  const it = quoted(name);
  switch (kind) {
    case 'column':
      return `A type does not change in place: the release that is running reads and writes the old one. Declare a second field, fill it in by a migration in batches, let readers move to it, and retire this one.`;
    case 'constraint':
      return `It does not only take more than before: rows may break it, and the release that is running may still write such values. When neither is so: ALTER TABLE ${on} DROP CONSTRAINT ${it}, ADD CONSTRAINT ${it} ${schema.constraints.get(name)} NOT VALID; and in the next file ALTER TABLE ${on} VALIDATE CONSTRAINT ${it};`;
    case 'foreign key':
      return `The rows point at another noun. Declare a second field for the new one, fill it in by a migration in batches, and retire this one.`;
    case 'index':
      return `Drop it in a file "-- without transaction": DROP INDEX CONCURRENTLY IF EXISTS ${it}; then run this again, and the new one is written.`;
    case 'policy':
      return `Put back the one policy: DROP POLICY ${it} ON ${on}; then run this again.`;
    default:
      return `Declared is: ${declared}.`;
  }
}
