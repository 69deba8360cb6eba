import { Injectable } from '@nestjs/common';
import { Gate } from '#kernel/gate/gate.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { factStatement } from './facts.js';
import { Forbidden, Invalid, Problem, type FieldError } from './problem.js';
import { WriteDoor } from './write.js';

export const LARGEST_BULK = 500;

interface BulkRequest {
  create: unknown[];
  update: { id: string; values: unknown }[];
  delete: string[];
}

/** Many records in one request. Each stands for itself: what fails leaves the others as they are. */
@Injectable()
export class BulkDoor {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly gate: Gate,
    private readonly write: WriteDoor,
  ) {}

  /** `{ "results": [ { "status": 201, "data": … } | { "status": 400, "detail": …, "errors": […] } ] }`, in the order of the request. */
  async run(resource: ResourceModel, body: unknown): Promise<string> {
    const entered = await this.gate.enter(resource);
    const own = entered.ability.of(entered.resource);
    if (!own.may('bulk')) throw new Forbidden(`Your role does not allow you to change many ${resource.plural} at once.`);
    const { create, update, delete: remove } = readBulk(body);
    const results = await this.tenancy.transaction(async (transaction) => {
      const done: string[] = [];
      const each = async (status: number, work: () => Promise<{ json: string } | void>) => {
        done.push(await transaction.attempt(work).then((record) => answer(status, record), refusal));
      };
      for (const values of create) await each(201, () => this.write.create(resource, values));
      for (const { id, values } of update) await each(200, () => this.write.update(resource, id, values));
      for (const id of remove) await each(204, () => this.write.delete(resource, id));
      const failed = done.filter((result) => !result.startsWith('{"status":2')).length;
      if (failed < done.length) await transaction.query(factStatement('bulk.made', resource.name, null, { create: create.length, update: update.length, delete: remove.length, failed }));
      return done;
    });
    return `{"results":[${results.join(',')}]}`;
  }
}

function answer(status: number, record: { json: string } | void): string {
  return record ? `{"status":${status},"data":${record.json}}` : `{"status":${status}}`;
}

function refusal(error: unknown): string {
  if (!(error instanceof Problem)) throw error;
  const { status, title, detail, errors } = error;
  return JSON.stringify({ status, title, detail, errors });
}

function readBulk(body: unknown): BulkRequest {
  const errors: FieldError[] = [];
  const given = (typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {}) as { [key: string]: unknown };
  const list = (name: string): unknown[] => {
    const value = given[name] ?? [];
    if (Array.isArray(value)) return value;
    errors.push({ at: name, rule: 'type', say: 'Must be a list.' });
    return [];
  };
  for (const name of Object.keys(given)) if (!['create', 'update', 'delete'].includes(name)) errors.push({ at: name, rule: 'unknown', say: 'Is not known here. Send "create", "update" and "delete".' });
  const create = list('create');
  const update = list('update').map((item, index) => {
    const { id, ...values } = (item ?? {}) as { id?: unknown };
    if (typeof id !== 'string') errors.push({ at: `update[${index}].id`, rule: 'required', say: 'Must be the id of the record.' });
    return { id: String(id), values };
  });
  const remove = list('delete').map((id, index) => {
    if (typeof id !== 'string') errors.push({ at: `delete[${index}]`, rule: 'type', say: 'Must be the id of a record.' });
    return String(id);
  });
  const count = create.length + update.length + remove.length;
  if (count === 0 || count > LARGEST_BULK) errors.push({ at: '', rule: 'length', say: `Send 1 to ${LARGEST_BULK} records at once.` });
  if (errors.length) throw new Invalid(errors);
  return { create, update, delete: remove };
}
