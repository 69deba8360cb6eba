import { FeatureModule } from '#platform/modules/feature-module.js';
import { CurrencyModule } from '../currency/public.js';
import { AskApproval, DeclineApproval, GiveApproval } from './approval.js';
import { Board } from './board.js';
import { Closing } from './closing.js';
import { Competitor } from './competitor.js';
import { CorrectStage } from './correct-stage.js';
import { DealFacts } from './deal-facts.js';
import { Deals } from './deals.js';
import './default-pipeline.query.js';
import { LinkRules } from './link-rules.js';
import { LostReason } from './lost-reason.js';
import { MoveOpportunity } from './move-opportunity.js';
import { OpportunitiesController } from './opportunities.controller.js';
import { Opportunity } from './opportunity.js';
import { OpportunityCompetitor } from './opportunity-competitor.js';
import { OpportunityContact } from './opportunity-contact.js';
import { OpportunityRules } from './opportunity-rules.js';
import { OpportunityTie } from './opportunity-tie.js';
import { OpportunitySplit } from './opportunity-split.js';
import { Pipeline } from './pipeline.js';
import { PipelinesController } from './pipelines.controller.js';
import { ReplaceStage } from './replace-stage.js';
import { SplitOpportunity } from './split-opportunity.js';
import { Stage } from './stage.js';
import { StageRules } from './stage-rules.js';

/** Deals, the pipelines that they take, and what is known of their way. */
@FeatureModule({
  product: 'sales',
  imports: [CurrencyModule],
  resources: [Pipeline, Stage, LostReason, Competitor, Opportunity, OpportunityContact, OpportunityCompetitor, OpportunitySplit],
  actions: [MoveOpportunity, SplitOpportunity, AskApproval, GiveApproval, DeclineApproval, CorrectStage, ReplaceStage],
  providers: [OpportunityRules, Closing, DealFacts, LinkRules, StageRules, Deals, Board, OpportunityTie],
  controllers: [PipelinesController, OpportunitiesController],
  exports: [Deals],
  firstSteps: [{ key: 'first-deal', say: 'Enter a deal that you hope to win', noun: Opportunity }],
})
export class OpportunitiesModule {}
