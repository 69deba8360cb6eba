import type { Type } from '@nestjs/common';
import { CrmModule } from '#crm/crm.module.js';
import { PeopleModule } from '#platform/identity/people.module.js';
import { featureOf } from '#platform/modules/feature-module.js';

/** Everything the product is made of. A new sub-module is added here, and nowhere else. */
export const FEATURES: Type[] = [PeopleModule, CrmModule];

export const NOUNS = FEATURES.flatMap((feature) => featureOf(feature).resources);
export const VERBS = FEATURES.flatMap((feature) => featureOf(feature).actions);
