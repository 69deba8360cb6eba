import { Injectable, RequestMethod, type OnModuleInit } from '@nestjs/common';
import { routeGate } from '#kernel/gate/route.js';
import { Routes } from './routes.js';

/** The process does not start while anybody could wonder who may reach a route. */
@Injectable()
export class ClosedByDefault implements OnModuleInit {
  constructor(private readonly routes: Routes) {}

  onModuleInit(): void {
    const unmarked = this.routes.all().filter(({ controller, handler }) => !routeGate(controller, handler));
    if (unmarked.length > 0) throw new UnmarkedRoutesError(unmarked.map(({ controllerName, name, method }) => `${controllerName}.${name} (${RequestMethod[method]})`));
  }
}

export class UnmarkedRoutesError extends Error {
  constructor(routes: readonly string[]) {
    super(`Nobody has said who may reach:\n${routes.map((route) => `  - ${route}`).join('\n')}\nWrite @InOrganization(), @SignedIn() or @Anyone('why it is open') above the method or its class.`);
  }
}
