-- Machinery asks which organisations have work due: ids and counts, never rows. It then enters each one.
CREATE OR REPLACE FUNCTION public.organizations_with_expired_idempotency_keys(now timestamptz)
RETURNS TABLE (organization_id uuid, expired bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT k.organization_id, count(*) FROM public.idempotency_key k WHERE k.expires_at < $1 GROUP BY k.organization_id
$$;
