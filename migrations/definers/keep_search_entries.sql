-- Keeps the search entries of a record. TG_ARGV: the noun, then "field:kind:column" for each field that is searched.
-- Runs as definer: the row has passed its own table's policy, and asking again for each of its words costs more than all the rest.
-- The triggers call it only when something searched has changed.
CREATE OR REPLACE FUNCTION public.keep_search_entries() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  organization CONSTANT uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.organization_id ELSE NEW.organization_id END;
  record CONSTANT uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.id ELSE NEW.id END;
  row_values jsonb;
  field text[];
  kind text;
  value text;
  field_words text[];
  places text[] := '{}';
  words text[] := '{}';
  spoken boolean[] := '{}';
  gone_places text[];
  gone_words text[];
BEGIN
  IF TG_OP <> 'DELETE' AND NEW.deleted_at IS NULL THEN
    row_values := to_jsonb(NEW);
    FOR argument IN 1 .. TG_NARGS - 1 LOOP
      field := string_to_array(TG_ARGV[argument], ':');
      kind := field[2];
      value := row_values ->> field[3];
      IF value IS NULL THEN CONTINUE; END IF;
      IF kind = 'phone' THEN value := coalesce(row_values ->> (field[3] || '_key'), value); END IF;
      field_words := public.search_words(kind, value);
      places := places || array_fill(TG_ARGV[0] || '.' || field[1], ARRAY[cardinality(field_words)]);
      spoken := spoken || array_fill(kind NOT IN ('phone', 'email', 'url'), ARRAY[cardinality(field_words)]);
      words := words || field_words;
    END LOOP;
    -- Fields that the organisation defined itself; who may search in which is decided when somebody searches.
    IF NEW.custom <> '{}' THEN
      FOR field, value IN SELECT ARRAY[c.key], c.value #>> '{}' FROM jsonb_each(NEW.custom) c WHERE jsonb_typeof(c.value) = 'string' LOOP
        field_words := public.search_words('text', value);
        places := places || array_fill(TG_ARGV[0] || '.custom.' || field[1], ARRAY[cardinality(field_words)]);
        spoken := spoken || array_fill(true, ARRAY[cardinality(field_words)]);
        words := words || field_words;
      END LOOP;
    END IF;
  END IF;

  IF TG_OP <> 'INSERT' THEN
    WITH gone AS (
      DELETE FROM public.search_entry e WHERE e.organization_id = organization AND e.record_id = record AND starts_with(e.place, TG_ARGV[0] || '.')
        AND NOT EXISTS (SELECT 1 FROM unnest(places, words) n(place, word) WHERE n.place = e.place AND n.word = e.word)
      RETURNING e.place, e.word
    ) SELECT array_agg(gone.place), array_agg(gone.word) INTO gone_places, gone_words FROM gone;
    -- A word that nobody uses any more may be somebody's name: it goes with the last who bore it.
    DELETE FROM public.search_word w USING unnest(gone_places, gone_words) gone(place, word)
      WHERE w.organization_id = organization AND w.place = gone.place AND w.word = gone.word
      AND NOT EXISTS (SELECT 1 FROM public.search_entry e WHERE e.organization_id = organization AND e.place = gone.place AND e.word = gone.word);
  END IF;
  IF words = '{}' THEN RETURN NULL; END IF;

  IF TG_OP = 'INSERT' THEN
    INSERT INTO public.search_entry (organization_id, place, word, record_id) SELECT organization, n.place, n.word, record FROM unnest(places, words) n(place, word);
  ELSE
    INSERT INTO public.search_entry (organization_id, place, word, record_id) SELECT organization, n.place, n.word, record FROM unnest(places, words) n(place, word)
    WHERE NOT EXISTS (SELECT 1 FROM public.search_entry e WHERE e.organization_id = organization AND e.place = n.place AND e.word = n.word AND e.record_id = record);
  END IF;
  INSERT INTO public.search_word (organization_id, place, word)
  SELECT organization, n.place, n.word FROM unnest(places, words, spoken) n(place, word, spoken)
  WHERE n.spoken AND char_length(n.word) BETWEEN 3 AND 40
    AND (SELECT true FROM public.search_word w WHERE w.organization_id = organization AND w.place = n.place AND w.word = n.word LIMIT 1) IS NULL;
  RETURN NULL;
END $$;
