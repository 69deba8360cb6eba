-- Takes the values of these columns, and of these fields of the organisation's own, out of all that the ledger says of a record,
-- and throws away the answers kept for repeated requests that speak of it. Who, when and what was changed stay: the values are no
-- part of what is hashed. Only in the organisation in scope.
CREATE OR REPLACE FUNCTION public.erase_record_values(noun text, record uuid, columns text[], own text[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  UPDATE public.ledger_entry l SET
    before = CASE WHEN jsonb_typeof(l.before -> 'custom') = 'object' THEN jsonb_set(l.before - columns, '{custom}', (l.before -> 'custom') - own) ELSE l.before - columns END,
    after = CASE WHEN jsonb_typeof(l.after -> 'custom') = 'object' THEN jsonb_set(l.after - columns, '{custom}', (l.after -> 'custom') - own) ELSE l.after - columns END
  WHERE l.organization_id = public.current_org() AND l.subject = noun AND l.record_id = record
    AND (l.before ?| columns OR l.after ?| columns OR (l.before -> 'custom') ?| own OR (l.after -> 'custom') ?| own);
  DELETE FROM public.idempotency_key k WHERE k.organization_id = public.current_org()
    AND (strpos(k.path, record::text) > 0 OR strpos(k.body, record::text) > 0);
$$;
