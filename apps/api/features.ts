import type { Type } from '@nestjs/common';
import { IdentityModule } from '#platform/identity/identity.module.js';

/** Every feature of the product, by its front door. MODULES chooses among them. */
export const FEATURES: readonly Type[] = [IdentityModule];
