import type { Statement } from '#kernel/tenancy/transaction.js';

export interface DatedRate {
  currency: string;
  day: string;
  rate: string;
}

/** The latest rate of each currency that was valid on a day. */
export function ratesOn(organizationId: string, currencies: readonly string[], day: string): Statement {
  return {
    name: 'rate.on',
    text: `SELECT c.currency, r.day::text AS day, r.rate FROM unnest($2::text[]) AS c (currency), LATERAL (
             SELECT day, rate FROM exchange_rate WHERE organization_id = $1 AND currency = c.currency AND day <= $3::date AND deleted_at IS NULL ORDER BY day DESC LIMIT 1) r`,
    values: [organizationId, currencies, day],
  };
}

export function sameRate(organizationId: string, currency: string, day: string, exceptId: string): Statement {
  return { name: 'rate.same', text: `SELECT 1 FROM exchange_rate WHERE organization_id = $1 AND currency = $2 AND day = $3 AND id <> $4 AND deleted_at IS NULL LIMIT 1`, values: [organizationId, currency, day, exceptId] };
}
