import { AccessModule } from '#platform/access/access.module.js';
import { AssignmentModule } from '#platform/assignment/assignment.module.js';
import { FeatureModule } from '#platform/modules/feature-module.js';
import { OutboundModule } from '#platform/outbound/outbound.module.js';
import { Credential } from './credential/credential.js';
import { CredentialRules } from './credential/credential-rules.js';
import { Credentials } from './credential/credentials.js';
import { RecipesController } from './recipe/recipes.controller.js';
import { Beginnings } from './run/beginnings.js';
import { ForgetRuns } from './run/forget-runs.js';
import { Histories } from './run/histories.js';
import { Principal } from './run/principal.js';
import { Rehearsal } from './run/rehearsal.js';
import { CarryOn, StartWorkflow } from './run/run-handlers.js';
import { Runner } from './run/runner.js';
import { RunsController } from './run/runs.controller.js';
import { Records } from './run/records.js';
import { Tools } from './run/tools.js';
import { Ticks } from './schedule/ticks.js';
import { Templates } from './template/templates.js';
import { Triggers } from './trigger/triggers.js';
import { Why } from './trigger/why.js';
import { Publication, PublishWorkflow, SwitchOffWorkflow, SwitchOnWorkflow } from './workflow/publish-workflow.js';
import { StartByHand } from './workflow/start-workflow.js';
import { Workflow, WorkflowVersion } from './workflow/workflow.js';
import { WorkflowRules } from './workflow/workflow-rules.js';
import { WorkflowsController } from './workflow/workflows.controller.js';

/** What an organisation wants done by itself when something happens. Knows the domains only through the registry and the ledger. */
@FeatureModule({
  platform: 'automation',
  imports: [AccessModule, AssignmentModule, OutboundModule],
  resources: [Workflow, WorkflowVersion, Credential],
  actions: [PublishWorkflow, SwitchOnWorkflow, SwitchOffWorkflow, StartByHand],
  controllers: [WorkflowsController, RunsController, RecipesController],
  providers: [Credentials, CredentialRules, Tools, Records, Templates, Beginnings, Principal, Runner, Publication, WorkflowRules, Histories, Rehearsal, Why, Triggers, StartWorkflow, CarryOn, Ticks, ForgetRuns],
})
export class AutomationModule {}
