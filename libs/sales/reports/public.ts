export { spanOf, within, is, type Span } from './period.js';
export { FIGURE } from './report-schemas.js';
export { ReportsModule } from './reports.module.js';
export { Tally, type Condition, type Counted, type Figure } from './tally.js';
