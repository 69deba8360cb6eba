import { Controller, Get, Inject, Req, type Type } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { InOrganization } from '#kernel/gate/route.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import { Timeline, type Moment, type Page } from './timeline.js';

type Request = FastifyRequest<{ Params: { id: string; entryId: string } }>;

/** Every noun has a timeline. Described with the other routes of nouns. */
abstract class TimelineController {
  static resource: ResourceModel;

  @Inject(Timeline) private readonly timeline!: Timeline;

  @Get()
  list(@Req() { params, query, headers }: Request): Promise<Page<Moment>> {
    return this.timeline.page(this.resource, params.id, query as { [name: string]: string }, headers['accept-language']);
  }

  @Get(':entryId')
  get(@Req() { params, headers }: Request): Promise<Moment> {
    return this.timeline.one(this.resource, params.id, params.entryId, headers['accept-language']);
  }

  private get resource(): ResourceModel {
    return (this.constructor as typeof TimelineController).resource;
  }
}

export function timelineControllers(nouns: readonly ResourceModel[]): Type[] {
  return nouns.map((resource) => {
    const name = `${resource.resourceClass.name}TimelineController`;
    const controller = { [name]: class extends TimelineController {} }[name]!;
    controller.resource = resource;
    InOrganization()(controller);
    Controller({ path: `${resource.path}/:id/timeline`, version: '1' })(controller);
    ApiExcludeController()(controller);
    return controller as unknown as Type;
  });
}
