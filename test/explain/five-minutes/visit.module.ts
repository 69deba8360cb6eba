import { FeatureModule } from '#platform/modules/feature-module.js';
import { CloseVisit } from './close-visit.js';
import { Visit } from './visit.js';
import { VisitRules } from './visit-rules.js';

/** Visits at companies. */
@FeatureModule({ product: 'sales', resources: [Visit], actions: [CloseVisit], providers: [VisitRules] })
export class VisitModule {}
