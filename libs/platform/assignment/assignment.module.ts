import { FeatureModule } from '#platform/modules/feature-module.js';
import { Absence } from './absence.js';
import { AbsenceRules } from './absence-rules.js';
import { Assigner } from './assigner.js';

/** Who is given what: for every part of the product in the same way. */
@FeatureModule({ platform: 'identity', resources: [Absence], providers: [AbsenceRules, Assigner], exports: [Assigner] })
export class AssignmentModule {}
