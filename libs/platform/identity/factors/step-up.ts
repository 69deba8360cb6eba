/**
 * When the caller must have proved just now who they are: `always`, or only where a second factor is set up or demanded.
 * The proof is the second factor where there is one, else the password.
 */
export type Proof = 'always' | 'with-factor';

const PROOF = Symbol('proof');

/** For what a stolen session must not be able to do. Refused with `step-up-required`; whoever proves themselves may repeat the request. */
export function StepUp(when: Proof = 'always'): ClassDecorator & MethodDecorator {
  return (target: object, _key?: string | symbol, descriptor?: PropertyDescriptor) => {
    Reflect.defineMetadata(PROOF, when, (descriptor?.value as object | undefined) ?? target);
  };
}

export function proofWanted(controller: object, handler: object): Proof | undefined {
  const proof: unknown = Reflect.getMetadata(PROOF, handler) ?? Reflect.getMetadata(PROOF, controller);
  return proof as Proof | undefined;
}
