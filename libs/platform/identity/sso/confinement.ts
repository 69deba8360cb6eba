import { Forbidden } from '#kernel/pipeline/problem.js';

const ALSO_CONFINED = Symbol('also confined');

/**
 * A session that an identity provider has opened acts in the organisation of that provider, and nowhere as the person at
 * large. Routes for whoever is signed in are closed to it unless they say so; whoever says so sees to it that it learns and
 * changes nothing beyond its organisation.
 */
export function AlsoConfined(): ClassDecorator & MethodDecorator {
  return (target: object, _key?: string | symbol, descriptor?: PropertyDescriptor) => {
    Reflect.defineMetadata(ALSO_CONFINED, true, (descriptor?.value as object | undefined) ?? target);
  };
}

export function admitsConfined(controller: object, handler: object): boolean {
  return Boolean(Reflect.getMetadata(ALSO_CONFINED, handler) ?? Reflect.getMetadata(ALSO_CONFINED, controller));
}

export function confined(): Forbidden {
  return new Forbidden('You came in through the identity provider of your organisation, so this session acts in that organisation alone. For what is yours beyond it, sign in with your own password or passkey.');
}
