import { FeatureModule } from '#platform/modules/feature-module.js';
import { CurrencyModule } from '../currency/public.js';
import { OpportunitiesModule } from '../opportunities/public.js';
import { QuotationsModule } from '../quotations/quotations.module.js';
import { ReportsModule } from '../reports/public.js';
import { Attainments } from './attainment.js';
import { Credits } from './credits.js';
import { DealCredit } from './deal-credit.js';
import { ForecastAdjustment } from './forecast-adjustment.js';
import { Forecasts } from './forecast.js';
import { ForecastLine, ForecastSubmission } from './forecast-submission.js';
import { SalesTarget } from './sales-target.js';
import { Submissions } from './submissions.js';
import { TargetRules } from './target-rules.js';
import { TargetsController } from './targets.controller.js';

/** What is to be won, what is, and what is expected to be. */
@FeatureModule({
  product: 'sales',
  imports: [CurrencyModule, OpportunitiesModule, QuotationsModule, ReportsModule],
  resources: [SalesTarget, DealCredit, ForecastAdjustment, ForecastSubmission, ForecastLine],
  controllers: [TargetsController],
  providers: [TargetRules, Credits, Attainments, Forecasts, Submissions],
})
export class TargetsModule {}
