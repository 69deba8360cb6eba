-- Keeps what a record is found by. TG_ARGV: the noun, then "field:kind:column" for each field that is searched.
-- Runs as definer: the row has passed its own table's policy, and asking again for each of its words costs more than all the rest.
-- The triggers call it only when something searched has changed.
CREATE OR REPLACE FUNCTION public.keep_search_entries() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  organization CONSTANT uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.organization_id ELSE NEW.organization_id END;
  record CONSTANT uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.id ELSE NEW.id END;
  row_values jsonb;
  field text[];
  value text;
  words text[];
  next_entry text;
  -- "place word" in lines, since lines are joined and cut at a fraction of what arrays cost.
  spoken text := '';
  unspoken text := '';
  entries text[] := '{}';
  known text[] := '{}';
  gone text[];
  added text[];
  entry text;
  found_place text;
  found_word text;
BEGIN
  IF TG_OP <> 'DELETE' AND NEW.deleted_at IS NULL THEN
    row_values := to_jsonb(NEW);
    FOR argument IN 1 .. TG_NARGS - 1 LOOP
      field := string_to_array(TG_ARGV[argument], ':');
      value := row_values ->> field[3];
      CONTINUE WHEN value IS NULL;
      next_entry := E'\n' || TG_ARGV[0] || '.' || field[1] || ' ';
      IF field[2] = 'phone' OR field[2] = 'email' OR field[2] = 'url' THEN
        IF field[2] = 'phone' THEN value := coalesce(row_values ->> (field[3] || '_key'), value); END IF;
        words := public.search_words(field[2], value);
        IF words <> '{}' THEN unspoken := unspoken || next_entry || array_to_string(words, next_entry); END IF;
      ELSE
        -- What search_words() makes of short plain text, for a quarter of its price.
        words := CASE WHEN field[2] = 'text' AND octet_length(value) <= 64 AND octet_length(value) = char_length(value)
          THEN public.search_split(lower(value COLLATE pg_catalog.pg_c_utf8)) ELSE public.search_words(field[2], value) END;
        IF words <> '{}' THEN spoken := spoken || next_entry || array_to_string(words, next_entry); END IF;
      END IF;
    END LOOP;
    -- Fields that the organisation defined itself; who may search in which is decided when somebody searches.
    IF NEW.custom <> '{}' THEN
      FOR field, value IN SELECT ARRAY[c.key], c.value #>> '{}' FROM jsonb_each(NEW.custom) c WHERE jsonb_typeof(c.value) = 'string' LOOP
        next_entry := E'\n' || TG_ARGV[0] || '.custom.' || field[1] || ' ';
        words := public.search_words('text', value);
        IF words <> '{}' THEN spoken := spoken || next_entry || array_to_string(words, next_entry); END IF;
      END LOOP;
    END IF;
    entries := string_to_array(substr(spoken || unspoken, 2), E'\n');
  END IF;

  IF TG_OP = 'INSERT' THEN
    IF entries = '{}' THEN RETURN NULL; END IF;
    added := entries;
    INSERT INTO public.search_document (organization_id, record_id, entries) VALUES (organization, record, entries);
  ELSE
    SELECT d.entries INTO known FROM public.search_document d WHERE d.organization_id = organization AND d.record_id = record;
    IF known IS NULL THEN known := '{}'; END IF;
    IF known = entries THEN RETURN NULL; END IF;
    gone := ARRAY(SELECT unnest(known) EXCEPT SELECT unnest(entries));
    added := ARRAY(SELECT unnest(entries) EXCEPT SELECT unnest(known));
    IF entries = '{}' THEN
      DELETE FROM public.search_document d WHERE d.organization_id = organization AND d.record_id = record;
    ELSE
      INSERT INTO public.search_document AS d (organization_id, record_id, entries) VALUES (organization, record, entries)
      ON CONFLICT (organization_id, record_id) DO UPDATE SET entries = excluded.entries;
    END IF;
    -- One by one and by the whole key: any plan for a set of words may read all those of the organisation.
    FOREACH entry IN ARRAY gone LOOP
      found_place := split_part(entry, ' ', 1);
      found_word := substr(entry, strpos(entry, ' ') + 1);
      DELETE FROM public.search_entry e WHERE e.organization_id = organization AND e.place = found_place AND e.word = found_word AND e.record_id = record;
      -- A word that nobody uses any more may be somebody's name: it goes with the last who bore it.
      IF NOT EXISTS (SELECT 1 FROM public.search_entry e WHERE e.organization_id = organization AND e.place = found_place AND e.word = found_word) THEN
        DELETE FROM public.search_word w WHERE w.organization_id = organization AND w.place = found_place AND w.word = found_word;
      END IF;
    END LOOP;
  END IF;

  INSERT INTO public.search_entry (organization_id, place, word, record_id)
  SELECT DISTINCT organization, split_part(n, ' ', 1), substr(n, strpos(n, ' ') + 1), record FROM unnest(added) AS n;
  -- Numbers are found as they are or by how they begin: one that is nearly the same is another number.
  FOREACH entry IN ARRAY string_to_array(substr(spoken, 2), E'\n') LOOP
    found_word := substr(entry, strpos(entry, ' ') + 1);
    CONTINUE WHEN char_length(found_word) NOT BETWEEN 3 AND 40 OR found_word ~ '[0-9]' OR NOT entry = ANY (added);
    found_place := split_part(entry, ' ', 1);
    IF NOT EXISTS (SELECT 1 FROM public.search_word w WHERE w.organization_id = organization AND w.place = found_place AND w.word = found_word) THEN
      INSERT INTO public.search_word (organization_id, place, word) VALUES (organization, found_place, found_word);
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
