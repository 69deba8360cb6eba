-- What text search looks things up in. One row per word, field and record, in btrees: a prefix is a range, so that as-you-type
-- reads only as many rows as it may show, exact words first and newest records first within a word, however broad the prefix is.

-- The key is the row: nothing else points at it. `place` is noun and field ("contact.lastName"), so that a search can be kept to
-- the fields that somebody may see. Only the definer functions touch it: crm_app has no grant at all.
CREATE TABLE search_entry (
  organization_id uuid NOT NULL,
  place text COLLATE "C" NOT NULL,
  word text COLLATE "C" NOT NULL,
  record_id uuid NOT NULL,
  CONSTRAINT search_entry_pk PRIMARY KEY (organization_id, place, word, record_id)
);
ALTER TABLE search_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE search_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON search_entry USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY tenant_fence ON search_entry AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, DELETE ON search_entry TO crm_definer;

-- All words of a record, "place word" each: what a change leaves behind is known without looking for it, and whether a record that
-- was found by one word also has another is one look.
CREATE TABLE search_document (
  organization_id uuid NOT NULL,
  record_id uuid NOT NULL,
  entries text[] COLLATE "C" NOT NULL,
  CONSTRAINT search_document_pk PRIMARY KEY (organization_id, record_id)
);
ALTER TABLE search_document ENABLE ROW LEVEL SECURITY;
ALTER TABLE search_document FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON search_document USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY tenant_fence ON search_document AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON search_document TO crm_definer;

-- Each word of a field that holds no digit once, for typos and parts of words: trigrams over these are few, over all entries they would be many.
-- Not unique, on purpose: two who write the same new name at once must not wait for each other. A word twice does no harm.
CREATE TABLE search_word (
  organization_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT uuidv7(),
  place text COLLATE "C" NOT NULL,
  word text COLLATE "C" NOT NULL,
  CONSTRAINT search_word_pk PRIMARY KEY (organization_id, id)
);
CREATE INDEX search_word_word ON search_word (organization_id, place, word);
CREATE INDEX search_word_trigrams ON search_word USING gin (organization_id, word gin_trgm_ops) WITH (fastupdate = off);
ALTER TABLE search_word ENABLE ROW LEVEL SECURITY;
ALTER TABLE search_word FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON search_word USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
CREATE POLICY tenant_fence ON search_word AS RESTRICTIVE USING (organization_id = current_org()) WITH CHECK (organization_id = current_org());
GRANT SELECT, INSERT, DELETE ON search_word TO crm_definer;

-- Bodies behind RETURN are bound to what they name when the function is made; the search path is pinned all the same, as on every function.

-- The costly half of the next one. unaccent() calls itself only stable, since dictionaries can be changed; ours is named and is not.
CREATE FUNCTION search_plain(source text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = ''
RETURN translate(lower(public.unaccent('public.unaccent'::regdictionary, normalize(source, NFKC)) COLLATE pg_catalog.pg_c_utf8),
  -- alef, yeh, heh, waw and kaf in their variants; Arabic and Persian digits; then what is dropped: tatweel, vowel signs, loose accents
  U&'\0622\0623\0625\0671\0649\06CC\0626\0629\0624\06A9\0660\0661\0662\0663\0664\0665\0666\0667\0668\0669\06F0\06F1\06F2\06F3\06F4\06F5\06F6\06F7\06F8\06F9\0640\064B\064C\064D\064E\064F\0650\0651\0652\0670\0300\0301\0302\0303\0307\0308\0327\0328',
  U&'\0627\0627\0627\0627\064A\064A\064A\0647\0648\0643' || '01234567890123456789');

-- The one form in which texts are kept and looked for: small letters without accents, one form per Arabic letter, plain digits.
-- Most texts are plain ASCII and skip the costly half.
CREATE FUNCTION search_normal(source text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = ''
RETURN CASE WHEN octet_length(source) = char_length(source) THEN lower(source COLLATE pg_catalog.pg_c_utf8) ELSE search_plain(source) END;

-- Words of a normal text. Apostrophes join (o'neil = oneil), all other punctuation parts.
CREATE FUNCTION search_split(normal text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = ''
RETURN array_remove(string_to_array(translate(normal, E' \t\n\r\u00a0.,;:-_/\\()[]{}<>"!?&+*#|@=~^%$§€£、。・「」،؛؟''`´’ʼ', repeat(' ', 46)), ' '), '');

-- Thai, Lao, Burmese, Khmer, Chinese, Japanese, Korean: written without spaces, or with endings that hide the word.
CREATE FUNCTION search_unspaced(word text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = ''
RETURN word ~ '[\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u2E80-\uA4CF\uAC00-\uD7AF\uF900-\uFAFF]';

CREATE FUNCTION search_digits(source text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = ''
RETURN ltrim(translate(source, translate(source, '0123456789', ''), ''), '0');

-- Digits that begin with a country code, without it. The codes of one and two digits are few; all others have three.
CREATE FUNCTION search_national(digits text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = ''
RETURN substr(digits, CASE WHEN left(digits, 1) IN ('1', '7') THEN 2
  WHEN left(digits, 2) = ANY ('{20,27,30,31,32,33,34,36,39,40,41,43,44,45,46,47,48,49,51,52,53,54,55,56,57,58,60,61,62,63,64,65,66,81,82,84,86,90,91,92,93,94,95,98}') THEN 3 ELSE 4 END);

-- The term with two neighbouring letters swapped: the commonest slip, and one that trigrams hardly see in short words.
CREATE FUNCTION search_swaps(term text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = ''
RETURN ARRAY(SELECT left(term, i - 1) || substr(term, i + 1, 1) || substr(term, i, 1) || substr(term, i + 2) FROM generate_series(1, char_length(term) - 1) AS i);

-- The words of what somebody typed; long words of unspaced scripts are looked for window by window.
CREATE FUNCTION search_query_terms(normal text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = ''
RETURN CASE WHEN octet_length(normal) = char_length(normal) THEN search_split(normal) ELSE ARRAY(
  SELECT part FROM unnest(search_split(normal)) AS word, LATERAL (
    SELECT substr(word, start, 8) AS part FROM generate_series(1, char_length(word), 8) AS start WHERE search_unspaced(word)
    UNION ALL SELECT word WHERE NOT search_unspaced(word)
  ) AS parts) END;

-- What a value can be found by, each once. Scripts without spaces are cut into a window at every letter, so that any part of them is a prefix.
CREATE FUNCTION search_words(kind text, source text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = '' AS $$
DECLARE
  most_words CONSTANT integer := 300;
  longest CONSTANT integer := 64;
  -- Calling search_normal() would cost more than all the rest for the plain values that most are.
  normal text := CASE WHEN octet_length(source) = char_length(source) THEN lower(source COLLATE pg_catalog.pg_c_utf8) ELSE public.search_plain(source) END;
  words text[] := '{}';
  digits text;
  local text;
  domain text;
BEGIN
  IF kind = 'phone' THEN
    digits := ltrim(translate(normal, translate(normal, '0123456789', ''), ''), '0');
    IF digits = '' THEN RETURN words; END IF;
    -- Its end is found backwards; with a country code, also without it.
    words := ARRAY[digits, '~' || reverse(digits)];
    IF starts_with(normal, '+') AND char_length(digits) > 4 THEN words := words || public.search_national(digits); END IF;
    RETURN words;
  END IF;
  IF kind = 'email' OR kind = 'url' THEN
    IF kind = 'email' THEN
      domain := split_part(normal, '@', 2);
      words := ARRAY[left(normal, longest)];
      local := split_part(normal, '@', 1);
      IF translate(local, '._+-', '') <> local THEN words := words || (public.search_split(local))[2:]; END IF;
    ELSE
      domain := split_part(split_part(regexp_replace(normal, '^[a-z]+://(www\.)?', ''), '/', 1), ':', 1);
    END IF;
    WHILE strpos(domain, '.') > 0 AND cardinality(words) < 12 LOOP
      words := words || left(domain, longest);
      domain := substr(domain, strpos(domain, '.') + 1);
    END LOOP;
    IF cardinality(words) > 2 THEN words := ARRAY(SELECT DISTINCT word FROM unnest(words) AS word); END IF;
    RETURN words;
  END IF;
  IF kind = 'richText' THEN normal := regexp_replace(normal, '<[^>]*>', ' ', 'g'); END IF;
  words := (public.search_split(normal))[:most_words];
  IF octet_length(normal) > char_length(normal) THEN
    words := ARRAY(
      SELECT part FROM unnest(words) AS word, LATERAL (
        SELECT substr(word, start, 8) AS part FROM generate_series(1, char_length(word)) AS start WHERE public.search_unspaced(word)
        UNION ALL SELECT word WHERE NOT public.search_unspaced(word)
        -- Arabic words with the article are also found without it.
        UNION ALL SELECT substr(word, 3) WHERE word ~ '^\u0627\u0644...'
      ) AS parts);
  END IF;
  IF cardinality(words) > 1 OR char_length(normal) > longest THEN words := ARRAY(SELECT DISTINCT left(word, longest) FROM unnest(words[:most_words]) AS word); END IF;
  RETURN words;
END $$;

-- The ranges of words that a term stands for, and what a hit in each is worth: itself and all that begins with it; for a telephone
-- number ("+" and digits) also what it ends; when tolerant, words of these places that contain it or are nearly spelt like it.
CREATE FUNCTION search_ranges(organization uuid, term text, places text[], tolerant boolean, OUT lows text[], OUT highs text[], OUT worths real[])
LANGUAGE plpgsql STABLE SET search_path = '' AS $$
DECLARE
  digits text;
  swaps text[];
BEGIN
  IF starts_with(term, '+') THEN
    digits := substr(term, 2);
    lows := ARRAY[digits];
    IF char_length(digits) >= 4 THEN lows := lows || ('~' || reverse(digits)); END IF;
    IF char_length(digits) >= 8 THEN lows := lows || public.search_national(digits); END IF;
  ELSE
    lows := ARRAY[left(term, 64)];
  END IF;
  highs := ARRAY(SELECT low || chr(1114111) FROM unnest(lows) AS low);
  worths := array_fill(1::real, ARRAY[cardinality(lows)]);
  IF NOT tolerant OR char_length(term) < 3 THEN RETURN; END IF;
  swaps := public.search_swaps(term);
  -- Exactly these words: the upper bound is the first text after it. Each kind by itself, so that each has its own index.
  SELECT lows || array_agg(near.word), highs || array_agg(near.word || chr(1)), worths || array_agg(near.worth) INTO lows, highs, worths FROM (
    SELECT w.word, max(w.worth) AS worth FROM (
      SELECT s.word, s.place, (0.4 * public.similarity(s.word, term))::real AS worth FROM public.search_word s WHERE s.organization_id = organization AND s.word OPERATOR(public.%) term
      UNION ALL SELECT s.word, s.place, 0.5 FROM public.search_word s WHERE s.organization_id = organization AND s.word LIKE '%' || term || '%'
      -- One look at a time: any other plan reads all words of the organisation.
      UNION ALL SELECT found.word, p.place, 0.4 FROM unnest(places) AS p(place), unnest(swaps) AS swap(word),
        LATERAL (SELECT s.word FROM public.search_word s WHERE s.organization_id = organization AND s.place = p.place AND s.word = swap.word LIMIT 1) AS found
    ) AS w WHERE w.place = ANY (places) AND w.word <> term GROUP BY w.word ORDER BY 2 DESC, 1 LIMIT 12
  ) AS near;
END $$;

-- Called by the definer functions alone; as themselves they could read nothing anyway.
REVOKE ALL ON FUNCTION search_ranges(uuid, text, text[], boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_ranges(uuid, text, text[], boolean) TO crm_definer;
