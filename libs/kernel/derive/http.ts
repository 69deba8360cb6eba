import { Controller, Delete, Get, HttpCode, Inject, Patch, Post, Req, Res, StreamableFile, type Type } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InOrganization } from '#kernel/gate/route.js';
import { ActDoor } from '#kernel/pipeline/act.js';
import { BulkDoor } from '#kernel/pipeline/bulk.js';
import { Invalid, Malformed, PreconditionFailed } from '#kernel/pipeline/problem.js';
import { PrivacyDoor } from '#kernel/pipeline/privacy.js';
import { ReadDoor, type ReadRecord } from '#kernel/pipeline/read.js';
import { WriteDoor } from '#kernel/pipeline/write.js';
import { isAboutPeople, type ResourceModel } from '#kernel/resource/model.js';
import type { Registry } from '#kernel/resource/registry.js';
import type { Served } from '#kernel/resource/served.js';
import { CSV_TYPE } from './csv.js';
import { listRequest, queryBody } from './list-request.js';
import { Transfer } from './transfer.js';

const JSON_TYPE = 'application/json; charset=utf-8';

interface WithId {
  Params: { id: string };
}

/** The routes that every noun has. A subclass is made for each, so that stack traces say `ContactsController.create`. */
abstract class ResourceController {
  static resource: ResourceModel;

  @Inject(ReadDoor) protected readonly read!: ReadDoor;
  @Inject(WriteDoor) protected readonly write!: WriteDoor;
  @Inject(BulkDoor) protected readonly bulkDoor!: BulkDoor;
  @Inject(ActDoor) protected readonly acts!: ActDoor;
  @Inject(PrivacyDoor) protected readonly privacy!: PrivacyDoor;
  @Inject(Transfer) protected readonly transfer!: Transfer;

  protected get resource(): ResourceModel {
    return (this.constructor as typeof ResourceController).resource;
  }

  @Get()
  async list(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return json(reply, await this.read.list(this.resource, listRequest(request.query as Record<string, string>)));
  }

  @Get('count')
  async count(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return json(reply, await this.read.total(this.resource, listRequest(request.query as Record<string, string>)));
  }

  @Post('query')
  @HttpCode(200)
  async query(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return json(reply, await this.read.list(this.resource, queryBody(request.body)));
  }

  @Post()
  async create(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const record = await this.write.create(this.resource, request.body);
    void reply.header('location', `/api/v1/${this.resource.path}/${idOf(record)}`);
    return tagged(reply, record);
  }

  @Post('bulk')
  @HttpCode(200)
  async bulk(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return json(reply, await this.bulkDoor.run(this.resource, request.body));
  }

  @Get('export')
  async export(@Req() request: FastifyRequest): Promise<StreamableFile> {
    const file = await this.transfer.export(this.resource, listRequest(request.query as Record<string, string>, ['q', 'fields'], true));
    return new StreamableFile(file, { type: CSV_TYPE, disposition: `attachment; filename="${this.resource.plural}.csv"` });
  }

  @Post('import')
  @HttpCode(200)
  @RouteConfig({ takes: 'text/csv' })
  async import(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { dryRun = 'false', ...others } = request.query as Record<string, string>;
    const wrong = [...Object.keys(others), ...(['true', 'false'].includes(dryRun) ? [] : ['dryRun'])];
    if (wrong.length) throw new Invalid(wrong.map((at) => ({ at: at.slice(0, 60), rule: 'unknown', say: 'Only dryRun=true or dryRun=false can be said here.' })));
    return json(reply, await this.transfer.import(this.resource, request.body, dryRun === 'true'));
  }

  @Get(':id')
  async get(@Req() request: FastifyRequest<WithId>, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { fields, include } = listRequest(request.query as Record<string, string>, ['fields', 'include']);
    return tagged(reply, await this.read.get(this.resource, request.params.id, { fields, include }));
  }

  @Patch(':id')
  async update(@Req() request: FastifyRequest<WithId>, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return tagged(reply, await this.write.update(this.resource, request.params.id, request.body, versionWanted(request)));
  }

  @Delete(':id')
  @HttpCode(204)
  async delete(@Req() request: FastifyRequest<WithId>): Promise<void> {
    await this.write.delete(this.resource, request.params.id, versionWanted(request));
  }

  @Post(':id/restore')
  @HttpCode(200)
  async restore(@Req() request: FastifyRequest<WithId>, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return tagged(reply, await this.write.restore(this.resource, request.params.id));
  }
}

/** What nouns about people have beside that. */
abstract class PeopleController extends ResourceController {
  @Get(':id/personal-data')
  async personalData(@Req() request: FastifyRequest<WithId>, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return json(reply, await this.privacy.disclose(this.resource, request.params.id));
  }

  @Post(':id/forget')
  @HttpCode(204)
  async forget(@Req() request: FastifyRequest<WithId>): Promise<void> {
    await this.privacy.forget(this.resource, request.params.id);
  }
}

export function controllersOf(registry: Registry, { nouns }: Served): Type[] {
  return nouns.map((resource) => controllerOf(resource, registry));
}

function controllerOf(resource: ResourceModel, registry: Registry): Type {
  const name = `${resource.plural.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}Controller`;
  const Base = isAboutPeople(resource) ? PeopleController : ResourceController;
  const controller = { [name]: class extends Base {} }[name]!;
  controller.resource = resource;
  for (const verb of registry.verbs.filter((each) => registry.of(each.resource) === resource)) {
    const handler = async function (this: ResourceController, request: FastifyRequest<WithId>, reply: FastifyReply): Promise<string> {
      return tagged(reply, await this.acts.act(verb, request.params.id, request.body));
    };
    Object.defineProperty(controller.prototype, verb.name, { value: handler, writable: true, configurable: true });
    const descriptor = Object.getOwnPropertyDescriptor(controller.prototype, verb.name)!;
    Post(`:id/${verb.name}`)(controller.prototype, verb.name, descriptor);
    HttpCode(200)(controller.prototype, verb.name, descriptor);
    Req()(controller.prototype, verb.name, 0);
    Res({ passthrough: true })(controller.prototype, verb.name, 1);
  }
  InOrganization()(controller);
  Controller({ path: resource.path, version: '1' })(controller);
  // Described from the noun itself, not from what stands here.
  ApiExcludeController()(controller);
  return controller as unknown as Type;
}

function json(reply: FastifyReply, text: string): string {
  void reply.header('content-type', JSON_TYPE);
  return text;
}

function tagged(reply: FastifyReply, record: ReadRecord): string {
  void reply.header('etag', `"${record.version}"`);
  return json(reply, record.json);
}

function idOf({ json: text }: ReadRecord): string {
  return (JSON.parse(text) as { id: string }).id;
}

/** The version in If-Match; a malformed one can match nothing. */
export function versionWanted(request: FastifyRequest): number | undefined {
  const header = request.headers['if-match'];
  if (header === undefined || header.trim() === '*') return undefined;
  const [, version] = /^\s*"(\d{1,9})"\s*$/.exec(header) ?? [];
  if (version === undefined) {
    if (/^\s*(W\/)?"[^"]*"\s*$/.test(header)) throw new PreconditionFailed();
    throw new Malformed('If-Match must be the ETag of the version you read, such as "3".');
  }
  return Number(version);
}
