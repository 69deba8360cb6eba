import { CrmModule } from '#crm/crm.module.js';
import { AssignmentModule } from '#platform/assignment/assignment.module.js';
import { FeatureModule } from '#platform/modules/feature-module.js';
import { AssignmentRule } from './assignment-rule.js';
import { Assignments } from './assignments.js';
import { ConvertLead } from './convert-lead.js';
import './default-statuses.query.js';
import { FormCapture } from './form-capture.js';
import { FormRules } from './form-rules.js';
import { FormsController } from './forms.controller.js';
import { Lead } from './lead.js';
import { LeadForm } from './lead-form.js';
import { LeadNotices } from './lead-notices.js';
import { LeadRules } from './lead-rules.js';
import { LeadStatus } from './lead-status.js';
import { LeadsController } from './leads.controller.js';
import { Matches } from './matches.js';
import { MergedLeads, MergeLeads } from './merge-leads.js';
import { RescoreLeads, ScoreRuleRules } from './rescore.js';
import { ScoreHappening, ScoreHappenings } from './score-happenings.js';
import { ScoreRule } from './score-rule.js';
import { Scores } from './scores.js';

/** Who may become a customer: how they come in, how promising they are, whose they are, and what they become. */
@FeatureModule({
  product: 'sales',
  imports: [CrmModule, AssignmentModule],
  resources: [LeadStatus, LeadForm, Lead, ScoreRule, AssignmentRule],
  actions: [ConvertLead, MergeLeads],
  controllers: [LeadsController, FormsController],
  providers: [LeadRules, Assignments, Matches, MergedLeads, FormRules, FormCapture, Scores, ScoreRuleRules, RescoreLeads, ScoreHappenings, ScoreHappening, LeadNotices],
  exports: [Scores],
  firstSteps: [{ key: 'first-lead', say: 'Enter a lead, or make a form for your website', noun: Lead }],
})
export class LeadsModule {}
