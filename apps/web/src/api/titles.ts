import { api } from './api.js';
import type { Noun } from './meta.js';
import type { Page, Row } from './records.js';

const GATHERED_FOR_MS = 10;
const MOST_AT_ONCE = 100;

type Titles = ReadonlyMap<string, string>;
interface Batch {
  ids: Set<string>;
  answer: Promise<Titles>;
}

/** By the address of their noun, those that are about to be asked for together. */
const gathered = new Map<string, Batch>();

const titlesApi = api.injectEndpoints({
  endpoints: (build) => ({
    /** What a record is called; null when it is out of this person's reach. */
    title: build.query<string | null, { path: string; title: string; id: string }>({
      queryFn: async ({ path, title, id }, _api, _extra, ask) => {
        const titles = await titlesWith(path, id, async (ids) => {
          const answer = await ask({ url: `${path}/query`, method: 'POST', body: { where: { field: 'id', operator: 'in', value: ids }, fields: `id,${title}`, limit: ids.length } });
          return new Map(((answer.data as Page | undefined)?.data ?? []).map((row: Row) => [row.id, String(row[title] ?? '')]));
        });
        return { data: titles.get(id) ?? null };
      },
      providesTags: (_result, _error, { id }) => [{ type: 'Record', id }],
    }),
  }),
});

/** A page of records that point to others asks for the names of all of them in one go. */
async function titlesWith(path: string, id: string, ask: (ids: string[]) => Promise<Titles>): Promise<Titles> {
  const open = gathered.get(path);
  const batch = open && open.ids.size < MOST_AT_ONCE ? open : begin(path, ask);
  batch.ids.add(id);
  return batch.answer;
}

function begin(path: string, ask: (ids: string[]) => Promise<Titles>): Batch {
  const ids = new Set<string>();
  const answer = new Promise((resolve) => setTimeout(resolve, GATHERED_FOR_MS)).then(() => {
    if (gathered.get(path) === batch) gathered.delete(path);
    return ask([...ids]);
  });
  const batch: Batch = { ids, answer };
  gathered.set(path, batch);
  return batch;
}

const { useTitleQuery } = titlesApi;

export function useTitle(noun: Noun | undefined, id: string): { title: string | null; isLoading: boolean } {
  const { data, isLoading } = useTitleQuery({ path: noun?.path ?? '', title: noun?.title ?? 'id', id }, { skip: !noun?.title || !id });
  return { title: data ?? null, isLoading };
}
