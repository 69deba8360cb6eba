import { FeatureModule } from '#platform/modules/feature-module.js';
import { Company } from './company/company.js';
import { Contact } from './contact/contact.js';

/** Nouns that all domains share. */
@FeatureModule({
  product: 'sales',
  resources: [Company, Contact],
  firstSteps: [
    { key: 'first-company', say: 'Enter a company that you work with', noun: Company },
    { key: 'first-contact', say: 'Enter somebody you talk to', noun: Contact },
  ],
})
export class CrmModule {}
