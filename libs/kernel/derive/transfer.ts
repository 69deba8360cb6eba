import { Injectable, Logger } from '@nestjs/common';
import { Readable } from 'node:stream';
import type { Field, Json } from '#kernel/field/field.js';
import type { Ability, ResourceAbility } from '#kernel/gate/ability.js';
import { Gate } from '#kernel/gate/gate.js';
import { factStatement } from '#kernel/pipeline/facts.js';
import type { ListRequest } from '#kernel/pipeline/list-query.js';
import { Forbidden, Malformed, NotFound, Problem, Unprocessable, type FieldError } from '#kernel/pipeline/problem.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { customKey } from '#kernel/pipeline/select.js';
import { WriteDoor } from '#kernel/pipeline/write.js';
import { isPersonal, type ResourceModel } from '#kernel/resource/model.js';
import { isWritable, SYSTEM_FIELDS } from '#kernel/resource/tenant-row.js';
import { currentScope, runInScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { isUuid } from '#kernel/tenancy/uuid.js';
import { BYTE_ORDER_MARK, cellText, cellValue, csvLines, readCsv, type CsvRow } from './csv.js';
import { importColumns, isSame } from './import-columns.js';

export const LARGEST_EXPORT = 100_000;
export const LARGEST_IMPORT = 5_000;
const PAGE = 1_000;
const LOOKED_UP_TOGETHER = 200;
/** Less than a request may take: what has not been reached by then is said, and can be sent again. */
const LONGEST_IMPORT_MS = 12_000;

type Record = { [field: string]: Json };

export interface RowOutcome {
  line: number;
  status: 'created' | 'updated' | 'unchanged' | 'failed' | 'not reached';
  id?: string;
  errors?: readonly FieldError[];
}

/** Files in and out, through the same doors as everything else. */
@Injectable()
export class Transfer {
  private readonly log = new Logger('Transfer');

  constructor(
    private readonly tenancy: Tenancy,
    private readonly gate: Gate,
    private readonly read: ReadDoor,
    private readonly write: WriteDoor,
  ) {}

  /**
   * All that a list would hold. Each page of 1,000 is one snapshot and asks for the rights anew; since pages follow the ids, no record
   * comes twice, and none is missed that is there from beginning to end.
   */
  async export(noun: ResourceModel, request: ListRequest): Promise<Readable> {
    const { resource } = await this.enter(noun, 'export');
    const { count } = JSON.parse(await this.read.total(resource, request, 'export')) as { count: number };
    if (count > LARGEST_EXPORT) throw new Unprocessable(`These are ${count} ${resource.plural}, and a file holds at most ${LARGEST_EXPORT}. Narrow them down with filters, such as by createdAt.`);
    const { filters, q, fields } = request;
    const rows = this.rows(resource, request);
    const first = await rows.next();
    await this.tenancy.write(factStatement('export.made', resource.name, null, { count, filters: filters.map((filter) => withoutPerson(filter, resource)), searched: q !== undefined, fields: fields ?? null }));
    const scope = currentScope();
    // What the socket asks for comes outside of the scope of the request.
    return Readable.from((async function* () {
      for (let page = first; !page.done; page = await runInScope(scope, () => rows.next())) yield page.value;
    })());
  }

  /** Every row passes the door of the write; one that fails leaves the others as they are. Counts and outcomes as JSON text. */
  async import(noun: ResourceModel, bytes: unknown, dryRun: boolean): Promise<string> {
    const { resource, ability } = await this.enter(noun, 'import');
    if (!Buffer.isBuffer(bytes) || bytes.length === 0) throw new Malformed('Send the file as the body, with "Content-Type: text/csv".');
    const { header, rows } = readCsv(bytes, LARGEST_IMPORT);
    const columns = importColumns(header, resource, ability.of(resource));
    const outcomes = await (dryRun ? this.undone(() => this.bring(resource, ability, columns, rows)) : this.bring(resource, ability, columns, rows));
    const counts: { [status: string]: number } = { created: 0, updated: 0, unchanged: 0, failed: 0, 'not reached': 0 };
    for (const { status } of outcomes) counts[status]! += 1;
    if (!dryRun) await this.tenancy.write(factStatement('import.made', resource.name, null, counts));
    return JSON.stringify({ dryRun, counts, rows: outcomes });
  }

  private async enter(noun: ResourceModel, action: 'export' | 'import'): Promise<{ resource: ResourceModel; ability: Ability }> {
    const { resource, ability } = await this.gate.enter(noun);
    if (!ability.of(resource).may(action)) throw new Forbidden(`Your role does not allow you to ${action} ${resource.plural}.`);
    return { resource, ability };
  }

  private async *rows(resource: ResourceModel, request: ListRequest): AsyncGenerator<string> {
    let columns: readonly Field[] | null = null;
    for await (const { fields, rows } of this.read.pages(resource, request, 'export', PAGE)) {
      await this.enter(resource, 'export');
      const head = columns === null ? BYTE_ORDER_MARK : '';
      const names = columns === null ? [(columns = fields.filter(({ type }) => type.name !== 'secret')).map(({ name }) => name)] : [];
      const shown: readonly Field[] = columns;
      yield head + csvLines([...names, ...rows.map((json) => cellsOf(JSON.parse(json) as Record, shown))]);
    }
  }

  /** All in one transaction that is taken back, so that rows which collide with each other are found, too. */
  private async undone<T>(work: () => Promise<T>): Promise<T> {
    const done: T[] = [];
    const enough = new Error('The dry run has ended.');
    await this.tenancy.transaction((transaction) =>
      transaction.attempt(async () => {
        done.push(await work());
        throw enough;
      }).catch((error: unknown) => {
        if (error !== enough) throw error;
      }),
    );
    return done[0]!;
  }

  private async bring(resource: ResourceModel, ability: Ability, columns: readonly Field[], rows: readonly CsvRow[]): Promise<RowOutcome[]> {
    const outcomes: RowOutcome[] = [];
    const until = Date.now() + LONGEST_IMPORT_MS;
    const idAt = columns.findIndex(({ name }) => name === 'id');
    const seen = new Map<string, number>();
    for (let start = 0; start < rows.length; start += LOOKED_UP_TOGETHER) {
      const some = rows.slice(start, start + LOOKED_UP_TOGETHER);
      const known = idAt < 0 ? new Map<string, Record>() : await this.lookUp(resource, ability.of(resource), columns, some.map(({ cells }) => cells[idAt] ?? ''));
      for (const row of some) {
        const id = (idAt < 0 ? '' : row.cells[idAt]) || null;
        const before = id ? seen.get(id) : undefined;
        if (id) seen.set(id, row.line);
        if (Date.now() > until) outcomes.push({ line: row.line, status: 'not reached' });
        else if (before) outcomes.push(failed(row, [{ at: 'id', rule: 'twice', say: `Stands in line ${before} already.` }]));
        else outcomes.push(await this.bringOne(resource, columns, row, id, known));
      }
    }
    return outcomes;
  }

  private async bringOne(resource: ResourceModel, columns: readonly Field[], row: CsvRow, id: string | null, known: ReadonlyMap<string, Record>): Promise<RowOutcome> {
    const { line, cells } = row;
    if (cells.length > columns.length) return failed(row, [{ at: '', rule: 'cells', say: `Has ${cells.length} cells, where the line of names has ${columns.length}.` }]);
    const filled = cells.map((cell, index) => ({ field: columns[index]!, cell }));
    const { transaction } = currentScope();
    const each = <T>(work: () => Promise<T>) => (transaction ? transaction.attempt(work) : work());
    try {
      if (!id) {
        const { json } = await each(() => this.write.create(resource, bodyOf(filled.filter(({ field, cell }) => cell !== '' && isWritable(field)))));
        return { line, status: 'created', id: (JSON.parse(json) as { id: string }).id };
      }
      const record = known.get(id);
      if (!record) throw new NotFound(`There is no ${resource.label.toLowerCase()} with this id that you may see.`);
      const changed = filled.filter(({ field, cell }) => !isSame(cell, valueIn(record, field), field));
      const stale = changed.some(({ field }) => field.name === 'version');
      const toWrite = changed.filter(({ field }) => isWritable(field));
      if (stale && toWrite.length) return failed(row, [{ at: 'version', rule: 'changed', say: 'The record has changed since the file was made. Export it again, then repeat your change.' }]);
      const fixed = changed.filter(({ field }) => !isWritable(field) && !SYSTEM_FIELDS.has(field.name));
      if (fixed.length && !toWrite.length) return failed(row, fixed.map(({ field }) => ({ at: field.name, rule: 'readOnly', say: 'Is set by Tessera and cannot be imported.' })));
      if (!toWrite.length) return { line, status: 'unchanged', id };
      await each(() => this.write.update(resource, id, bodyOf(toWrite), record.version as number | undefined));
      return { line, status: 'updated', id };
    } catch (error) {
      if (!(error instanceof Problem)) this.log.error({ msg: `A row of an import failed: ${resource.name}, line ${line}`, err: error });
      const unforeseen = { kind: 'unexpected', errors: [], detail: 'Could not be saved at the moment. Send this row again.' };
      const { kind, errors, detail } = error instanceof Problem ? error : unforeseen;
      return failed(row, errors.length ? errors : [{ at: '', rule: kind, say: detail }]);
    }
  }

  /** The records as this actor sees them; fields that they may only write are not among what is seen. */
  private async lookUp(resource: ResourceModel, own: ResourceAbility, columns: readonly Field[], cells: readonly string[]): Promise<Map<string, Record>> {
    const ids = [...new Set(cells.filter(isUuid))];
    if (!ids.length) return new Map();
    const shown = columns.filter(({ name }) => own.visibility().get(name) !== 'hidden').map(({ name }) => name);
    const version = own.visibility().get('version') === 'hidden' ? [] : ['version'];
    const page = await this.read.list(resource, { filters: [{ field: 'id', operator: 'in', value: ids.join(',') }], fields: [...new Set([...shown, ...version])].join(','), limit: LOOKED_UP_TOGETHER });
    return new Map((JSON.parse(page) as { data: Record[] }).data.map((record) => [record.id as string, record]));
  }
}

/** Whom somebody looked for is not for the ledger to keep: they may ask to be forgotten. */
function withoutPerson({ field, operator, value }: ListRequest['filters'][number], { fields }: ResourceModel): Record {
  const known = fields.get(field);
  return { field, operator, ...(known && !isPersonal(known) && { value: value ?? null }) };
}

function failed({ line }: CsvRow, errors: readonly FieldError[]): RowOutcome {
  return { line, status: 'failed', errors };
}

function valueIn(record: Record, field: Field): Json {
  return (field.storage === 'custom' ? (record.custom as Record | undefined)?.[customKey(field)] : record[field.name]) ?? null;
}

function cellsOf(record: Record, columns: readonly Field[]): string[] {
  return columns.map((field) => cellText(valueIn(record, field), field));
}

function bodyOf(cells: readonly { field: Field; cell: string }[]): Record {
  const values = (storage: Field['storage'], nameOf: (field: Field) => string) => Object.fromEntries(cells.filter(({ field }) => field.storage === storage).map(({ field, cell }) => [nameOf(field), cellValue(cell, field)]));
  const custom = values('custom', customKey);
  return { ...values('column', ({ name }) => name), ...(Object.keys(custom).length > 0 && { custom }) };
}
