import { FeatureModule } from '#platform/modules/feature-module.js';
import { ExchangeRate } from './exchange-rate.js';
import { ExchangeRateRules } from './exchange-rate-rules.js';
import { Rates } from './rates.js';

/** Dated exchange rates, and what amounts are worth by them. */
@FeatureModule({ product: 'sales', resources: [ExchangeRate], providers: [ExchangeRateRules, Rates], exports: [Rates] })
export class CurrencyModule {}
