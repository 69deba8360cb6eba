import { BootError } from './registry.js';

type Provided = new (...dependencies: never[]) => object;
export type InstanceOf = (provided: Provided) => object;

/** The instance that a module provides of a class with hooks or a verb; asked at boot, so that none is missing later. */
export function provided(wanted: Provided, file: string, instanceOf: InstanceOf): object {
  try {
    return instanceOf(wanted);
  } catch {
    throw new BootError([`${wanted.name} (${file}): no module provides it. Name it in the actions of its @FeatureModule if it is a verb, and else in the providers.`]);
  }
}
