import type { DynamicModule, Type } from '@nestjs/common';
import { KernelModule } from '#kernel/kernel.module.js';
import type { Config } from '#platform/config/config.js';
import { OrganizationFields } from '#platform/customization/organization-fields.js';
import { MemberAccess } from '#platform/identity/member-access.js';
import { featureOf } from '#platform/modules/feature-module.js';
import { serving } from '#platform/modules/serving.js';
import { FEATURES, productRegistry } from './product.js';
import { productWords } from './words/words.js';

/** The kernel with all nouns and verbs of the product, and the features that this process serves. */
export function productModules(config: Config): (DynamicModule | Type)[] {
  const served = serving(config.modules, FEATURES);
  const products = new Set(served.map((feature) => featureOf(feature).product));
  const kernel = KernelModule.forRoot({ registry: productRegistry(), access: MemberAccess, customFields: OrganizationFields, words: productWords, serves: (module) => products.has(module) });
  return [kernel, ...served];
}
