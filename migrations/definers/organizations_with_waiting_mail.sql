-- Machinery asks which organisations have mail that should be on its way: ids and counts, never rows. It then enters each one.
CREATE OR REPLACE FUNCTION public.organizations_with_waiting_mail(now timestamptz)
RETURNS TABLE (organization_id uuid, waiting bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT m.organization_id, count(*) FROM public.mail m WHERE m.status = 'waiting' AND m.next_at < $1 GROUP BY m.organization_id
$$;
