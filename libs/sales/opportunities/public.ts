export { seesAmounts, type SumRow } from './board.query.js';
export { Competitor } from './competitor.js';
export { Deals } from './deals.js';
export type { StageRow } from './entry-rules.js';
export { LostReason } from './lost-reason.js';
export { OpportunitiesModule } from './opportunities.module.js';
export { Opportunity } from './opportunity.js';
export { OpportunityContact } from './opportunity-contact.js';
export { OpportunitySplit } from './opportunity-split.js';
export { Pipeline } from './pipeline.js';
export { FORECAST_CATEGORIES, Stage, STAGE_KINDS, type ForecastCategory, type Outcome } from './stage.js';
export { currenciesIn, totals } from './totals.js';
export { splitsOf as sharesOf, type Share } from './split.query.js';
export { stays } from './stage-history.query.js';

/** Facts about deals; each bears pipelineId, stageId, outcome, companyId and leadId. */
export const DEAL_FACTS = { created: 'deal.created', stageChanged: 'deal.stage-changed', won: 'deal.won', lost: 'deal.lost', reopened: 'deal.reopened' } as const;
