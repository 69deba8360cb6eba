import type { DynamicModule, Type } from '@nestjs/common';
import { KernelModule } from '#kernel/kernel.module.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import { Served } from '#kernel/resource/served.js';
import { AboutModule } from '#platform/about/about.module.js';
import { SensitiveReadsModule } from '#platform/audit/audit.module.js';
import { OrganizationFields } from '#platform/customization/organization-fields.js';
import { MemberAccess } from '#platform/identity/member-access.js';
import { featureOf } from '#platform/modules/feature-module.js';
import { serving } from '#platform/modules/serving.js';
import { WordsModule } from '#platform/words/words.module.js';
import { WorkModule } from '#platform/work/work.module.js';
import { FEATURES, productRegistry } from './product.js';
import { productWords } from './words/words.js';

/** The nouns whose addresses a process answers that serves these product modules. */
export function servedNouns(modules: readonly string[]): readonly ResourceModel[] {
  const products = new Set(serving(modules, FEATURES).map((feature) => featureOf(feature).product));
  return new Served(productRegistry(), (module) => products.has(module)).nouns;
}

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
  return [SensitiveReadsModule, kernel, AboutModule, WorkModule, WordsModule.forRoot(productWords), ...served];
}
