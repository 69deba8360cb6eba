import { FeatureModule } from '#platform/modules/feature-module.js';
import { Company } from './company/company.js';
import { Contact } from './contact/contact.js';

/** Nouns that all domains share. */
@FeatureModule({ product: 'sales', resources: [Company, Contact] })
export class CrmModule {}
