import { Module, type ModuleMetadata, type Provider, type Type } from '@nestjs/common';

/** What a feature says of itself beyond its Nest module. The kernel reads `resources` and `actions`. */
export interface Feature {
  /** The product module it belongs to, such as `sales`: a process serves it or not, an organisation has it or not. */
  readonly product: string;
  /** Platform features are served by every process, whatever MODULES says. */
  readonly platform: boolean;
  readonly resources: readonly Type[];
  readonly actions: readonly Type[];
  readonly providers: readonly Provider[];
  /** What an organisation that begins should do with it. */
  readonly firstSteps: readonly FirstStep[];
}

/** Done once the organisation has had a record of the noun, whatever has become of it. */
export interface FirstStep {
  readonly key: string;
  readonly say: string;
  readonly noun: Type;
}

type FeatureOptions = ModuleMetadata & { resources?: Type[]; actions?: Type[]; firstSteps?: FirstStep[] } & ({ product: string } | { platform: string });

const FEATURE = Symbol('feature');
const PRODUCT = Symbol('product');
const NAME = /^[a-z][a-z-]{0,39}$/;

/** The front door of a sub-module: what lives there, and the product module it is served with. */
export function FeatureModule(options: FeatureOptions): ClassDecorator {
  const { resources = [], actions = [], firstSteps = [], ...rest } = options;
  const product = 'platform' in rest ? rest.platform : rest.product;
  if (!NAME.test(product)) throw new TypeError(`"${product}" cannot name a product module: use lower case and hyphens, such as sales.`);
  const { imports, controllers, exports } = rest;
  const providers = [...new Set([...(rest.providers ?? []), ...actions])];
  const feature: Feature = Object.freeze({ product, platform: 'platform' in rest, resources, actions, providers, firstSteps });
  return (target) => {
    Reflect.defineMetadata(FEATURE, feature, target);
    if (!feature.platform) for (const controller of controllers ?? []) Reflect.defineMetadata(PRODUCT, product, controller);
    Module({ imports, controllers, providers, exports })(target);
  };
}

export function featureOf(module: Type): Feature {
  const feature = Reflect.getMetadata(FEATURE, module) as Feature | undefined;
  if (!feature) throw new TypeError(`${module.name} is listed among the features but is not one: decorate it with @FeatureModule().`);
  return feature;
}

/** The product module that a controller belongs to, written by hand or made for a noun; null for the platform's own. */
export function productOf(controller: object): string | null {
  const { resource } = controller as { resource?: { module: string } };
  return resource?.module ?? (Reflect.getMetadata(PRODUCT, controller) as string | undefined) ?? null;
}
