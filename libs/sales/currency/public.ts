export { convert, convertSum, ratioOf } from './convert.js';
export { CurrencyModule } from './currency.module.js';
export { ExchangeRate } from './exchange-rate.js';
export type { DatedRate } from './rate.query.js';
export { Rates, RatesOfDay, type Home } from './rates.js';
