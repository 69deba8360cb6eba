import type { DynamicModule, Type } from '@nestjs/common';
import { KernelModule } from '#kernel/kernel.module.js';
import { OrganizationFields } from '#platform/customization/organization-fields.js';
import { MemberAccess } from '#platform/identity/member-access.js';
import { featureOf } from '#platform/modules/feature-module.js';
import { serving } from '#platform/modules/serving.js';
import { FEATURES, productRegistry } from './product.js';

/** The kernel with all nouns and verbs of the product, and the features that this process serves: all of them, or those of the named product modules. */
export function productModules(modules: readonly string[]): (DynamicModule | Type)[] {
  const served = serving(modules, FEATURES);
  const products = new Set(served.map((feature) => featureOf(feature).product));
  const leftOut = FEATURES.filter((feature) => !served.includes(feature)).flatMap((feature) => featureOf(feature).providers);
  const kernel = KernelModule.forRoot({
    registry: productRegistry(),
    access: MemberAccess,
    customFields: OrganizationFields,
    serves: (module) => products.has(module),
    leftOut: new Set(leftOut as object[]),
  });
  return [kernel, ...served];
}
