import { Injectable } from '@nestjs/common';
import type { Field, Json } from '#kernel/field/field.js';
import type { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { untoldColumns } from './changes.js';
import { columnsThen, type Told, type Values } from './history.query.js';

/** An entry holds the columns that changed, and an amount is none without the currency that stayed: this finds what that was. */
@Injectable()
export class Untold {
  constructor(private readonly tenancy: Tenancy) {}

  async of(entries: readonly Told[], registry: Registry, fieldsOf: (subject: string) => readonly Field[]): Promise<Map<string, Values>> {
    const byRecord = new Map<string, { subject: string; record: string; asked: { id: string; column: string }[] }>();
    for (const entry of entries) {
      const asked = untoldColumns(entry, fieldsOf(entry.subject)).map((column) => ({ id: entry.id, column }));
      if (!asked.length || !entry.recordId) continue;
      const known = byRecord.get(entry.recordId) ?? { subject: entry.subject, record: entry.recordId, asked: [] };
      byRecord.set(entry.recordId, { ...known, asked: [...known.asked, ...asked] });
    }
    const then = new Map<string, Values>();
    for (const { subject, record, asked } of byRecord.values())
      for (const { id, column, value } of await this.tenancy.read<{ id: string; column: string; value: Json }>(columnsThen(currentOrganizationId(), registry.get(subject).table, subject, record, asked)))
        then.set(id, { ...then.get(id), [column]: value });
    return then;
  }
}
