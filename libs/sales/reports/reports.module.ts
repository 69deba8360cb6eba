import { FeatureModule } from '#platform/modules/feature-module.js';
import { CurrencyModule } from '../currency/public.js';
import { OpportunitiesModule } from '../opportunities/public.js';
import { AcquisitionCost } from './acquisition-cost.js';
import { SalesDashboard } from './dashboard.js';
import { Reports } from './reports.js';
import { ReportsController } from './reports.controller.js';
import { Tally } from './tally.js';

/** What sales come to, in numbers that open what they are made of. */
@FeatureModule({ product: 'sales', imports: [CurrencyModule, OpportunitiesModule], resources: [AcquisitionCost], controllers: [ReportsController], providers: [Tally, Reports, SalesDashboard], exports: [Tally] })
export class ReportsModule {}
