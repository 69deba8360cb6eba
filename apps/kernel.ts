import type { DynamicModule, Type } from '@nestjs/common';
import { KernelModule } from '#kernel/kernel.module.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import { Served } from '#kernel/resource/served.js';
import type { Config } from '#platform/config/config.js';
import { OrganizationFields } from '#platform/customization/organization-fields.js';
import { MemberAccess } from '#platform/identity/member-access.js';
import { featureOf } from '#platform/modules/feature-module.js';
import { serving } from '#platform/modules/serving.js';
import { FEATURES, productRegistry } from './product.js';

/** The nouns whose addresses this process answers. */
export function servedNouns(config: Config): readonly ResourceModel[] {
  const products = new Set(serving(config.modules, FEATURES).map((feature) => featureOf(feature).product));
  return new Served(productRegistry(), (module) => products.has(module)).nouns;
}

/** The kernel with all nouns and verbs of the product, and the features that this process serves. */
export function productModules(config: Config): (DynamicModule | Type)[] {
  const served = serving(config.modules, FEATURES);
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
