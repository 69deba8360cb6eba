import { FeatureModule } from '#platform/modules/feature-module.js';
import { CustomField } from './custom-field.js';
import { CustomFieldRules } from './custom-field-rules.js';

/** What an organisation adds to the nouns of the product. */
@FeatureModule({
  platform: 'customization',
  resources: [CustomField],
  providers: [CustomFieldRules],
  firstSteps: [{ key: 'own-fields', say: 'Give your records the fields that you need', noun: CustomField }],
})
export class CustomizationModule {}
