/** Who may reach a route at all. What they may do with the data behind it is decided at the doors. */
export type RouteGate = { readonly admits: 'anyone'; readonly why: string } | { readonly admits: 'signed-in' } | { readonly admits: 'members' };

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

/**
 * When the caller must have proved just now who they are: `always`, or only where a second factor is set up or demanded.
 * The proof is the second factor where there is one, else the password.
 */
export type Proof = 'always' | 'with-factor';

const PROOF = Symbol('proof');

/** For what a stolen session must not be able to do. Refused with `step-up-required`; whoever proves themselves may repeat the request. */
export function StepUp(when: Proof = 'always'): Mark {
  return (target: object, _key?: string | symbol, descriptor?: PropertyDescriptor) => {
    Reflect.defineMetadata(PROOF, when, (descriptor?.value as object | undefined) ?? target);
  };
}

export function proofWanted(controller: object, handler: object): Proof | undefined {
  const proof: unknown = Reflect.getMetadata(PROOF, handler) ?? Reflect.getMetadata(PROOF, controller);
  return proof as Proof | undefined;
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
