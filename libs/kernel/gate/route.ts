/** Who may reach a route at all. What they may do with the data behind it is decided at the doors. */
export type RouteGate = { readonly admits: 'anyone'; readonly why: string } | { readonly admits: 'signed-in' } | { readonly admits: 'members' } | { readonly admits: 'operators' };

const ROUTE_GATE = Symbol('route gate');

type Mark = ClassDecorator & MethodDecorator;

/** Open to the world, and why. */
export function Anyone(why: string): Mark {
  if (!why.trim()) throw new TypeError('@Anyone() needs its reason: say why the route is open.');
  return mark({ admits: 'anyone', why });
}

/** Open to whoever is signed in, with or without an organisation. */
export function SignedIn(): Mark {
  return mark({ admits: 'signed-in' });
}

/** Open to members, inside the organisation of their token. */
export function InOrganization(): Mark {
  return mark({ admits: 'members' });
}

/** Open to those who run the whole deployment; for everybody else it is not there. */
export function ForOperators(): Mark {
  return mark({ admits: 'operators' });
}

/** The mark of the method, else that of its class; a route without one stops the boot. */
export function routeGate(controller: object, handler: object): RouteGate | undefined {
  const gate: unknown = Reflect.getMetadata(ROUTE_GATE, handler) ?? Reflect.getMetadata(ROUTE_GATE, controller);
  return gate as RouteGate | undefined;
}

function mark(gate: RouteGate): Mark {
  return (target: object, _key?: string | symbol, descriptor?: PropertyDescriptor) => {
    Reflect.defineMetadata(ROUTE_GATE, Object.freeze(gate), (descriptor?.value as object | undefined) ?? target);
  };
}
