import { Injectable, RequestMethod, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { routeGate } from '#kernel/gate/route.js';

/** The process does not start while anybody could wonder who may reach a route. */
@Injectable()
export class ClosedByDefault implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    const unmarked = this.discovery.getControllers().flatMap(({ metatype, instance: controller }) => {
      if (!metatype || !controller) return [];
      const prototype = Object.getPrototypeOf(controller) as Record<string, object>;
      return this.scanner
        .getAllMethodNames(prototype)
        .map((name) => ({ name, handler: prototype[name]! }))
        .filter(({ handler }) => Reflect.hasMetadata(METHOD_METADATA, handler) && !routeGate(metatype, handler))
        .map(({ name, handler }) => `${metatype.name}.${name} (${verb(handler)})`);
    });
    if (unmarked.length > 0) throw new UnmarkedRoutesError(unmarked);
  }
}

export class UnmarkedRoutesError extends Error {
  constructor(routes: readonly string[]) {
    super(`Nobody has said who may reach:\n${routes.map((route) => `  - ${route}`).join('\n')}\nWrite @InOrganization(), @SignedIn() or @Anyone('why it is open') above the method or its class.`);
  }
}

function verb(handler: object): string {
  return RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod];
}
