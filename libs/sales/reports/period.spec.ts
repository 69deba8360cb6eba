import { spanOf, within } from './period.js';

it('A1 shared reports use the tenant\u2019s zone, whoever reads them and wherever', () => {
  const night = new Date('2026-05-01T05:00:00Z');
  expect([spanOf({}, night, 'America/Los_Angeles'), spanOf({}, night, 'Europe/Berlin')]).toEqual([{ from: '2026-04-01', to: '2026-04-30' }, { from: '2026-05-01', to: '2026-05-01' }]);
  const bounds = (zone: string) => within('closedAt', { from: '2026-03-29', to: '2026-03-29' }, zone).map((condition) => ('value' in condition ? condition.value : null));
  // The day on which clocks go forward has 23 hours.
  expect(bounds('Europe/Berlin')).toEqual(['2026-03-28T23:00:00.000Z', '2026-03-29T21:59:59.999999Z']);
  expect(bounds('America/Los_Angeles')).toEqual(['2026-03-29T07:00:00.000Z', '2026-03-30T06:59:59.999999Z']);
});
