/**
 * The rows that `field_value` holds for a jsonb object of values by field name: texts, numbers, booleans and times by their shape, one row for
 * each element of an array, the amount and the currency of money. The trigger that keeps the mirror must select just this.
 */
export function mirrorRows(values: string): string {
  return `SELECT field.key AS field,
      CASE jsonb_typeof(one.value) WHEN 'string' THEN one.value #>> '{}' WHEN 'object' THEN one.value ->> 'currency' END AS text_value,
      CASE jsonb_typeof(one.value) WHEN 'number' THEN (one.value #>> '{}')::double precision
        WHEN 'object' THEN CASE jsonb_typeof(one.value -> 'amount') WHEN 'number' THEN (one.value ->> 'amount')::double precision END END AS number_value,
      CASE WHEN jsonb_typeof(one.value) = 'string' AND one.value #>> '{}' ~ '^\\d{4}-\\d\\d-\\d\\d(T\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z)?$'
        AND pg_input_is_valid(one.value #>> '{}', 'timestamptz')
        THEN (CASE length(one.value #>> '{}') WHEN 10 THEN (one.value #>> '{}') || 'T00:00:00Z' ELSE one.value #>> '{}' END)::timestamptz END AS time_value,
      CASE jsonb_typeof(one.value) WHEN 'boolean' THEN (one.value #>> '{}')::boolean END AS flag_value
    FROM jsonb_each(${values}) AS field,
      jsonb_array_elements(CASE jsonb_typeof(field.value) WHEN 'array' THEN field.value ELSE jsonb_build_array(field.value) END) AS one
    WHERE jsonb_typeof(one.value) <> 'null'`;
}
