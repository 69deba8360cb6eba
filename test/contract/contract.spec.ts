import type { LightMyRequestResponse } from 'fastify';
import { relationName } from '#kernel/pipeline/select.js';
import type { WriteDoor } from '#kernel/pipeline/write.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { ActorName, Caller } from '#test/worlds/two-tenants.js';
import { asFile, baseOf, ContractWorld, errorsOf, idsOf, nouns, registry, statusesOf } from './contract-world.js';
import { statementsOf } from './evidence.js';
import { FORGED_BODIES, FORGED_NAMES, FORGED_VALUES, forbiddenProperties, forgedFilters, forgedParameters, forgedParts, GIANT, LONE_SURROGATE, misshapen, MISSHAPEN_CONDITIONS, NUL, oddButShapely, UNSTORABLE } from './hostile.js';
import { neededFields, writableFields, type Body, type Specimen } from './specimens.js';

const PAGE = 50;
/** What whoever may read a record may read below it. */
const READ_BELOW = /\/:id\/(board|credits|flow|stages|splits|score|matches|progress)$/;
let world: ContractWorld;

beforeAll(async () => {
  world = await ContractWorld.create();
}, 120_000);
afterAll(() => world.tenants.close());

describe.each(nouns.map((noun) => [noun.name, noun] as const))('%s', (_name, noun) => {
  const base = baseOf(noun);

  it('comes round: made, read, listed, changed, deleted and restored, with one entry in the ledger for each', async () => {
    const body = await world.ours.body(noun);
    const made = await world.owner.post(base, body);
    expect([made.statusCode, made.body]).toEqual([201, expect.any(String)]);
    const { id } = made.json<Specimen>();
    const at = `${base}/${id}`;
    expect(made.headers).toMatchObject({ etag: '"1"', location: at });
    const record = (await world.owner.get(at)).json<Specimen & { _links: object }>();
    expect(record).toMatchObject({ ...made.json<Body>(), version: 1, createdBy: world.tenants.organizations.A.members.owner, deletedAt: null, _links: { self: { href: at }, update: { href: at, method: 'PATCH' } } });
    const empty = await world.ours.emptyOf(noun);
    for (const { name } of writableFields(noun)) if (!empty.includes(name)) expect([name, record[name] ?? null]).not.toEqual([name, null]);

    expect(idsOf(await world.owner.get(`${base}?sort=-createdAt&limit=5`))).toContain(id);
    expect(idsOf(await world.owner.post(`${base}/query`, { where: { field: 'id', operator: 'eq', value: id } }))).toEqual([id]);
    expect((await world.owner.get(`${base}/count?filter[id]=${id}`)).json()).toEqual({ count: 1 });

    const change = await world.ours.change(noun, record);
    const changed = await world.owner.patch(at, change, { headers: { 'if-match': '"1"' } });
    expect([changed.statusCode, changed.headers.etag]).toEqual([200, '"2"']);
    // What was shown is taken again as it stands, and stays what it is.
    const again = await world.owner.patch(at, Object.fromEntries(writableFields(noun).map(({ name }) => [name, changed.json<Body>()[name]!])));
    expect([again.statusCode, again.json<Body>()]).toEqual([200, { ...changed.json<Body>(), version: 3, updatedAt: expect.any(String) }]);
    for (const stale of [await world.owner.patch(at, change, { headers: { 'if-match': '"1"' } }), await world.owner.delete(at, { headers: { 'if-match': '"2"' } })]) expect(stale.statusCode).toBe(412);
    expect((await world.owner.get(at)).headers.etag).toBe('"3"');

    const gone = await world.owner.delete(at, { headers: { 'if-match': '"3"' } });
    expect([gone.statusCode, gone.body]).toEqual([204, '']);
    for (const late of [world.owner.get(at), world.owner.patch(at, change), world.owner.delete(at)]) expect((await late).statusCode).toBe(404);
    expect(idsOf(await world.owner.get(`${base}?filter[id]=${id}`))).toEqual([]);
    expect(idsOf(await world.owner.get(`${base}?filter[id]=${id}&deleted=only`))).toEqual([id]);
    const back = await world.owner.post(`${at}/restore`);
    expect(back.statusCode).toBe(200);
    expect((await world.owner.get(at)).json()).toMatchObject({ ...again.json<Body>(), version: 5, updatedAt: expect.any(String) });
    expect((await world.owner.post(`${at}/restore`)).statusCode).toBe(404);

    // Sending the same values again is no change.
    const by = world.tenants.organizations.A.members.owner;
    const entry = (what: string, { headers }: LightMyRequestResponse) => ({ what, actor_id: by, request_id: headers['x-request-id'] });
    expect(await world.witness.ledger(world.tenants.organizations.A.id, id)).toEqual([entry('insert', made), entry('update', changed), entry('update', gone), entry('update', back)]);
    const { data } = (await world.owner.get(`${at}/timeline`)).json<{ data: { id: string; what: string; changes: { field: string; to: string | null }[]; _links: { self: { href: string } } }[] }>();
    const [restored, ...earlier] = data.filter(({ what }) => !what.includes('.'));
    expect([restored, ...earlier].map((each) => each?.what)).toEqual(['restored', 'deleted', 'changed', 'created']);
    expect((await world.owner.get(restored!._links.self.href)).json()).toEqual(restored);
    expect(earlier.at(-1)!.changes.map(({ field }) => field)).toEqual(expect.arrayContaining(noun.references.map(({ name }) => name).filter((name) => body[name])));
    // Whatever else can be done with one record; forgetting it comes last.
    const others = world.servings.under(noun.path).filter(({ url }) => /:id\/(?!restore$)/.test(url)).sort((a, b) => Number(a.url.endsWith('/forget')) - Number(b.url.endsWith('/forget')));
    for (const { method, url } of others) await world.owner.call(method, url.replace(':id', id).replace(':entryId', restored!.id), method === 'POST' ? { payload: {} } : {});
  });

  it('is written in bulk, each record with its own answer, and a page of it costs the same for five and for fifty', async () => {
    const create = await Promise.all(Array.from({ length: PAGE }, () => world.ours.body(noun)));
    const [{ id }, doomed] = [world.mine.get(noun)!, await world.ours.make(noun)];
    const bulk = await world.owner.post(`${base}/bulk`, { create: [...create, { nonsense: 1 }], update: [{ id, ...(await world.ours.change(noun, world.mine.get(noun)!)) }], delete: [doomed.id] });
    const results = bulk.json<{ results: { status: number; data?: Specimen }[] }>().results;
    expect(statusesOf(bulk)).toEqual([...create.map(() => 201), 400, 200, 204]);
    const written = [...results.flatMap(({ data }) => (data ? [data.id] : [])), doomed.id];
    for (const each of [written[0]!, written.at(-2)!, written.at(-1)!])
      expect((await world.witness.ledger(world.tenants.organizations.A.id, each)).filter(({ request_id }) => request_id === bulk.headers['x-request-id'])).toHaveLength(1);

    const include = noun.references.filter((field) => registry.target(field)).map(relationName).slice(0, 8).join(',');
    for (const query of ['', `&include=${include}`, `&count=exact&include=${include}`]) {
      const [few, many] = [5, PAGE].map((limit) => `${base}?limit=${limit}${query}`) as [string, string];
      expect(idsOf(await world.owner.get(many))).toHaveLength(PAGE);
      expect([query, await statementsOf(() => world.owner.get(many))]).toEqual([query, await statementsOf(() => world.owner.get(few))]);
    }
  });

  it('comes round as a file: what was exported changes nothing when it is imported', async () => {
    const file = await world.owner.get(`${base}/export`);
    expect([file.statusCode, file.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
    world.expectNothingForeign(file.body);
    const send = async (query: string) => (await world.owner.call('POST', `${base}/import${query}`, asFile(file.body))).json<{ counts: Record<string, number>; rows: { status: string }[] }>();
    await world.unchanged(async () => void (await send('?dryRun=true')));
    const { counts, rows } = await send('');
    expect([rows.length > PAGE, rows.filter(({ status }) => status !== 'unchanged'), counts.unchanged]).toEqual([true, [], rows.length]);
  });

  it('S11 S12 S13 does not exist for another organisation, by any address', async () => {
    const { live, deleted } = world.foreign.get(noun)!;
    await world.unchanged(async () => {
      for (const route of world.servings.under(noun.path).filter(({ url }) => url.includes(':id'))) {
        const options = await world.fitting(route, noun);
        for (const { id } of [live, deleted]) {
          const answer = await world.alike(id, (each) => world.owner.call(route.method, route.url.replace(':id', each), options));
          expect([route.method, route.url, answer.statusCode]).toEqual([route.method, route.url, 404]);
        }
      }
      const headers = { 'x-organization-id': world.tenants.organizations.B.id };
      for (const deletedToo of ['', '&deleted=only']) world.expectNothingForeign((await world.owner.get(`${base}?limit=200&${deletedToo}`, { headers })).body);
      for (const word of world.canaries.slice(0, 3)) expect(idsOf(await world.owner.get(`${base}?q=${encodeURIComponent(word)}`))).toEqual([]);
    });
  });

  it('S11 S22 is not to be found, pointed at or changed in bulk by an id of another organisation', async () => {
    const { live } = world.foreign.get(noun)!;
    const pointing = [noun.fields.get('id')!, ...noun.references];
    await world.unchanged(async () => {
      for (const field of pointing) {
        const target = field.name === 'id' ? noun : registry.target(field)!;
        const theirId = world.foreign.get(target)?.live.id ?? live.id;
        const { name } = field;
        for (const filter of [`filter[${name}]=`, `filter[${name}][in]=`]) {
          expect(idsOf(await world.alike(theirId, (id) => world.owner.get(`${base}?${filter}${id}`)))).toEqual([]);
          expect((await world.alike(theirId, (id) => world.owner.get(`${base}/count?${filter}${id}`))).json()).toEqual({ count: 0 });
        }
        expect(idsOf(await world.alike(theirId, (value) => world.owner.post(`${base}/query`, { where: { or: [{ field: name, operator: 'eq', value }, { field: name, operator: 'in', value: [value] }] } })))).toEqual([]);
        if (name === 'id') continue;
        expect(idsOf(await world.alike(theirId, (id) => world.owner.get(`${base}?filter[${relationName(field)}.id]=${id}`)))).toEqual([]);
        const [least, at] = [await world.ours.least(noun), { errors: [{ at: name, rule: 'reference' }] }];
        expect((await world.alike(theirId, (id) => world.owner.post(base, { ...least, [name]: id }))).json()).toMatchObject({ status: 400, ...at });
        expect((await world.alike(theirId, (id) => world.owner.patch(`${base}/${world.mine.get(noun)!.id}`, { [name]: id }))).json()).toMatchObject({ status: 400, ...at });
        const bulk = await world.alike(theirId, (id) => world.owner.post(`${base}/bulk`, { create: [{ ...least, [name]: id }], update: [{ id: world.mine.get(noun)!.id, [name]: id }] }));
        expect(bulk.json()).toMatchObject({ results: [{ status: 400, ...at }, { status: 400, ...at }] });
      }
      const patch = await world.patchOf(noun);
      const items = await world.alike(live.id, (id) => world.owner.post(`${base}/bulk`, { update: [{ id, ...patch }], delete: [id] }));
      expect(statusesOf(items)).toEqual([404, 404]);
      const file = await world.alike(live.id, (id) => world.owner.call('POST', `${base}/import?dryRun=true`, asFile(`id,version\n${id},1\n`)));
      expect(file.json()).toMatchObject({ rows: [{ status: 'failed' }] });
    });
    // What is unique there is free here.
    for (const { name } of writableFields(noun).filter(({ options }) => options.unique)) expect((await world.owner.post(base, { ...(await world.ours.least(noun)), [name]: live[name]! })).statusCode).toBe(201);
  });

  it('is closed to strangers, to expired tokens and to suspended members, and viewers write nothing', async () => {
    const { id } = world.mine.get(noun)!;
    const deleted = await world.deleted(noun);
    await world.unchanged(async () => {
      for (const route of world.servings.under(noun.path)) {
        const options = await world.fitting(route, noun);
        const restores = route.url.endsWith('/restore');
        const url = route.url.replace(':id', restores ? deleted.id : id);
        const status = async (actor: ActorName) => (await world.as(actor).call(route.method, url, options)).statusCode;
        const [anon, expired, suspended, viewer] = await Promise.all((['anon', 'expired', 'suspended', 'viewer'] as const).map(status));
        expect([route.method, url, anon, expired, suspended]).toEqual([route.method, url, 401, 401, 403]);
        const reads = [`GET ${base}`, `GET ${base}/:id`, `GET ${base}/:id/timeline`, `GET ${base}/count`, `POST ${base}/query`].includes(`${route.method} ${route.url}`) || READ_BELOW.test(route.url);
        // Whoever may not delete does not see what was deleted; and there is no entry ":entryId".
        expect([route.method, url, viewer]).toEqual([route.method, url, reads ? 200 : restores || url.endsWith(':entryId') ? 404 : 403]);
      }
    });
  });

  it('S03 S14 S26 takes no column and no property that is not its client\'s to set', async () => {
    const settable = new Set(writableFields(noun).map(({ name }) => name));
    const names = forbiddenProperties(await world.witness.columns(noun.table)).filter((name) => !settable.has(name));
    const least = await world.ours.least(noun);
    const { id } = world.mine.get(noun)!;
    const with_ = (name: string): Body => Object.defineProperty({ ...least }, name, { value: id, enumerable: true }) as Body;
    await world.unchanged(async () => {
      const refused = (name: string) => ({ status: 400, at: [name], rules: [expect.stringMatching(/^(unknown|readOnly)$/)] });
      for (const name of names) {
        expect([name, await world.atTheDoor((write) => write.create(noun, with_(name)))]).toEqual([name, refused(name)]);
        expect([name, await world.atTheDoor((write) => write.update(noun, id, with_(name)))]).toEqual([name, refused(name)]);
      }
      const harmless = names.filter((name) => !/__proto__|\.|^constructor$/.test(name));
      const bulk = await world.owner.post(`${base}/bulk`, { create: harmless.map(with_), update: harmless.filter((name) => name !== 'id').map((name) => ({ ...with_(name), id })) });
      expect(new Set(statusesOf(bulk))).toEqual(new Set([400]));
      const everything = { ...least, ...Object.fromEntries(harmless.map((name) => [name, id])) };
      for (const answer of [await world.owner.post(base, everything), await world.owner.patch(`${base}/${id}`, everything)]) {
        expect(answer.statusCode).toBe(400);
        expect(errorsOf(answer).map(({ at }) => at)).toEqual(expect.arrayContaining(harmless));
      }
      for (const raw of FORGED_BODIES)
        for (const [method, url] of [['POST', base], ['PATCH', `${base}/${id}`]] as const)
          expect([raw, (await world.owner.call(method, url, { payload: raw, headers: { 'content-type': 'application/json' } })).statusCode]).toEqual([raw, 400]);
    });
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('S03 takes no value of another shape, none that cannot be stored, and nothing for what is required', async () => {
    const least = await world.ours.least(noun);
    const { id } = world.mine.get(noun)!;
    const ways = [(body: Body) => (write: WriteDoor) => write.create(noun, body), (body: Body) => (write: WriteDoor) => write.update(noun, id, body)];
    const fields = writableFields(noun);
    await world.unchanged(async () => {
      for (const field of fields) {
        const { name } = field;
        for (const value of [...misshapen(field), ...UNSTORABLE, ...(field.required ? [null] : [])])
          for (const way of ways) expect([name, value, await world.atTheDoor(way({ ...least, [name]: value }))]).toEqual([name, value, expect.objectContaining({ status: 400, at: expect.arrayContaining([name]) as string[] })]);
        for (const value of [GIANT, LONE_SURROGATE, NUL]) expect([name, (await world.owner.post(base, { ...least, [name]: value })).statusCode]).toEqual([name, 400]);
      }
      const create = fields.flatMap((field) => [...misshapen(field), ...(field.required ? [null] : [])].map((value) => ({ ...least, [field.name]: value })));
      const bulk = await world.owner.post(`${base}/bulk`, { create });
      expect(statusesOf(bulk)).toEqual(create.map(() => 400));
      for (const { name } of neededFields(noun)) {
        const { [name]: _left, ...rest } = least;
        expect(errorsOf(await world.owner.post(base, rest))).toEqual([expect.objectContaining({ at: name, rule: 'required' })]);
      }
    });
    for (const field of fields)
      for (const value of oddButShapely(field)) {
        const outcome = await world.atTheDoor(async (write) => write.create(noun, { ...(await world.ours.least(noun)), [field.name]: value }));
        expect([field.name, value, outcome]).toEqual([field.name, value, outcome === 'accepted' ? 'accepted' : expect.objectContaining({ status: 400 })]);
      }
  });

  it('S01 S02 lets no text of a client into a statement', async () => {
    const names = [...FORGED_NAMES, ...(await world.witness.columns(noun.table)).filter((column) => !noun.fields.has(column))];
    const took: number[] = [];
    /** Whatever is wrong is named, each thing that is wrong and not the first alone. */
    const timed = async (label: string, wrong: string[], ask: () => Promise<LightMyRequestResponse>) => {
      const started = performance.now();
      const answer = await ask();
      took.push(performance.now() - started);
      expect([label, answer.statusCode]).toEqual([label, 400]);
      expect([label, [...new Set(errorsOf(answer).map(({ at }) => at))]]).toEqual([label, expect.arrayContaining(wrong)]);
    };
    for (const parameters of forgedParameters(names)) await timed(parameters, parameters.includes('&') ? parameters.split('&').map((parameter) => parameter.split('=')[0]!) : [], () => world.owner.get(`${base}?${parameters}`));
    for (const filters of forgedFilters(names))
      for (const url of [base, `${base}/count`]) {
        const answer = await world.owner.get(`${url}?${filters.map((filter) => `${encodeURIComponent(filter)}=1`).join('&')}`);
        expect([filters, answer.statusCode, errorsOf(answer).length]).toEqual([filters, 400, filters.length]);
      }
    for (const where of forgedParts(names)) await timed('where', where.and.map((_, index) => `where.and[${index}]`), () => world.owner.post(`${base}/query`, { where } as Body));
    for (const where of MISSHAPEN_CONDITIONS) await timed(JSON.stringify(where), [], () => world.owner.post(`${base}/query`, { where } as Body));
    for (const name of FORGED_NAMES) {
      await timed(name, ['sort', 'fields', 'include'], () => world.owner.post(`${base}/query`, { sort: [name], fields: [name], include: [name] }));
      await timed(name, ['fields', 'include'], () => world.owner.get(`${base}/${world.mine.get(noun)!.id}?${['fields', 'include'].map((parameter) => `${parameter}=${encodeURIComponent(name)}`).join('&')}`));
    }
    expect(Math.max(...took)).toBeLessThan(1_000);
    for (const value of FORGED_VALUES) expect((await world.owner.get(`${base}?q=${encodeURIComponent(value)}`)).statusCode).toBe(200);
  });

  it('S15 answers for fields that a role does not see as for those that are not there', async () => {
    const viewer = world.as('viewer');
    for (const { name, type } of [...noun.fields.values()].filter(({ options }) => options.fields)) {
      const ruleFor = async (caller: Caller, query: string) => errorsOf(await caller.get(`${base}?${query}`)).map(({ rule }) => rule);
      for (const [query, known] of [['fields=$', true], ['sort=$', type.sort !== null], ['filter[$][filled]=', 'filled' in type.operators]] as const) {
        expect([name, await ruleFor(viewer, query.replace('$', name))]).toEqual([name, await ruleFor(viewer, query.replace('$', 'neverDeclared'))]);
        expect([name, (await ruleFor(world.owner, query.replace('$', name))).length]).toEqual([name, known ? 0 : 1]);
      }
      expect((await viewer.get(`${base}?limit=5`)).body).not.toContain(`"${name}"`);
      // It was given a value when the record was made.
      const timeline = `${base}/${world.mine.get(noun)!.id}/timeline?limit=100`;
      expect((await viewer.get(timeline)).body).not.toContain(`"${name}"`);
      expect((await world.owner.get(timeline)).body).toContain(`"${name}"`);
    }
    expect((await viewer.get(base)).statusCode).toBe(200);
  });
});

describe('All nouns', () => {
  it('are served only as they say', () => {
    // What has a controller of its own has none of the generated routes.
    for (const noun of registry.resources) expect([noun.name, world.servings.under(noun.path).some(({ url }) => url.endsWith('/bulk'))]).toEqual([noun.name, noun.http !== false]);
  });

  it('every operation that is served was done by its owner and refused to all who should be', () => {
    // What is written by hand has stories of its own.
    const isMade = ({ path, verbs }: ResourceModel, url: string) => new RegExp(`^/api/v1/${path}(/(:id|bulk|count|export|import|query)|/:id/(restore|timeline|timeline/:entryId${verbs.map((verb) => `|${verb}`).join('')}))?$`).test(url);
    const routes = nouns.flatMap((noun) => world.servings.under(noun.path).filter(({ url }) => isMade(noun, url)));
    expect(routes.length).toBeGreaterThanOrEqual(nouns.length * 9);
    expect(routes.flatMap((route) => [...world.servings.lacking(route), ...world.servings.failures(route)])).toEqual([]);
  });
});
