import { execFileSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { ActDoor } from '#kernel/pipeline/act.js';
import { declaredVerb } from '#kernel/resource/verb.js';
import { inOrganization, Tenancy } from '#kernel/tenancy/tenancy.js';
import { Paper } from '#sales/paper/paper.js';
import { Acceptance } from '#sales/quotations/acceptance.js';
import { IssueQuotation } from '#sales/quotations/issue-quotation.js';
import type { SheetDocument } from '#sales/sheet/document.js';
import { TwoTenants, type Caller } from '#test/worlds/two-tenants.js';

type Body = { [key: string]: unknown };
type Quote = { id: string; number: string | null; state: string; edition: number; replacesId: string | null; total: { amount: number }; netTotal: { amount: number }; favour: number; validUntil: string };

let world: TwoTenants;
let rep: Caller;
let manager: Caller;
let owner: Caller;
let companyId: string;
let product: string;
let [retail, partner] = ['', ''];
let vat: string;

beforeAll(async () => {
  world = await TwoTenants.create();
  [rep, manager, owner] = [world.as('A', 'rep'), world.as('A', 'manager'), world.as('A', 'owner')];
  companyId = world.organizations.A.companies[0]!;
  vat = await made('tax-rates', { name: 'VAT 22 %', percent: 22 });
  product = await made('products', { name: 'Laser', code: 'LX-1', unit: 'piece', taxRateId: vat });
  retail = await made('price-books', { name: 'Retail' });
  partner = await made('price-books', { name: 'Partners', parentId: retail });
  await made('prices', { priceBookId: retail, productId: product, unitPrice: 348.35, currency: 'EUR', fromQuantity: 1, validFrom: '2020-01-01', validUntil: '2030-12-31' });
  await made('prices', { priceBookId: retail, productId: product, unitPrice: 300, currency: 'EUR', fromQuantity: 100 });
  await patchSettings({ priceBookId: retail, discountLimit: 10 });
}, 60_000);
afterAll(() => world.close());

async function made(plural: string, body: Body, by: Caller = manager): Promise<string> {
  const answer = await by.post(`/api/v1/sales/${plural}`, body);
  expect([plural, answer.statusCode, answer.body]).toEqual([plural, 201, expect.any(String)]);
  return answer.json<{ id: string }>().id;
}

async function bulk(plural: string, create: Body[]): Promise<string[]> {
  const { results } = (await owner.post(`/api/v1/sales/${plural}/bulk`, { create })).json<{ results: { data: { id: string } }[] }>();
  return results.map(({ data }) => data.id);
}

async function patchSettings(body: Body): Promise<void> {
  expect((await manager.patch('/api/v1/sales/settings', body)).statusCode).toBe(200);
}

async function quote(lines: Body[] = [{ productId: product, quantity: 16, discountPercent: 4 }], header: Body = {}, by: Caller = rep): Promise<string> {
  const id = await made('quotations', { name: 'Line 2', companyId, ...header }, by);
  for (const line of lines) await made('quotation-lines', { quotationId: id, ...line }, by);
  return id;
}

async function read(id: string): Promise<Quote> {
  return (await owner.get(`/api/v1/sales/quotations/${id}`)).json();
}

async function act(by: Caller, id: string, verb: string, body: Body = {}): Promise<Quote & { status: number; detail?: string }> {
  const answer = await by.post(`/api/v1/sales/quotations/${id}/${verb}`, body);
  return { ...answer.json<Quote>(), status: answer.statusCode };
}

async function issued(lines?: Body[], header?: Body): Promise<string> {
  const id = await quote(lines, header);
  expect(await act(rep, id, 'issue')).toMatchObject({ status: 200, state: 'issued' });
  return id;
}

function link(id: string): Promise<string> {
  return world.inside('A', (tenancy) => tenancy.transaction(() => world.get(Acceptance).newLink(id)));
}

const anon = (path: string, body: Body) => world.as('A', 'anon').post(`/api/v1/public/quotations/${path}`, body);

describe('A5 price books', () => {
  const find = async (priceBook: string, query: Body) => (await rep.get(`/api/v1/sales/price-of?${new URLSearchParams({ priceBook, product, currency: 'EUR', ...(query as Record<string, string>) }).toString()}`)).json<{ price: Body | null }>().price;

  it('A5 Price = f(book, product, currency, quantity, date): parent book fallback, quantity breaks, inclusive end date, clear "no price" instead of 0', async () => {
    expect(await find(partner, { quantity: '1' })).toMatchObject({ unitPrice: 348.35, priceBookId: retail, distance: 1 });
    expect([await find(retail, { quantity: '99.5' }), await find(retail, { quantity: '100' })]).toEqual([expect.objectContaining({ unitPrice: 348.35 }), expect.objectContaining({ unitPrice: 300 })]);
    expect([await find(retail, { on: '2030-12-31' }), await find(retail, { on: '2031-01-01' }), await find(retail, { currency: 'USD' })]).toEqual([expect.objectContaining({ unitPrice: 348.35 }), null, null]);
    expect((await rep.post('/api/v1/sales/quotation-lines', { quotationId: await quote([]), productId: await made('products', { name: 'Unpriced' }), quantity: 1 })).json()).toMatchObject({ status: 400, errors: [{ at: 'unitPrice', rule: 'required' }] });
  });

  it('A5 overlapping price periods for one key are refused by the DB, and books cannot build on each other in a circle', async () => {
    const overlapping = { priceBookId: retail, productId: product, unitPrice: 1, currency: 'EUR', fromQuantity: 1, validFrom: '2030-12-31' };
    expect((await manager.post('/api/v1/sales/prices', overlapping)).json()).toMatchObject({ status: 409, errors: [{ rule: 'overlap' }] });
    const raw = world.inside('A', (tenancy) => tenancy.write({ text: `INSERT INTO price (organization_id, created_at, updated_at, price_book_id, product_id, unit_price, currency, from_quantity, valid_from) VALUES ($1, now(), now(), $2, $3, 1, 'EUR', 1000000, '2030-12-31')`, values: [world.organizations.A.id, retail, product] }));
    await expect(raw).rejects.toMatchObject({ code: '23P01' });
    expect((await manager.post('/api/v1/sales/prices', { ...overlapping, validFrom: '2031-01-01' })).statusCode).toBe(201);
    expect((await manager.patch(`/api/v1/sales/price-books/${retail}`, { parentId: partner })).json()).toMatchObject({ status: 400, errors: [{ at: 'parentId', rule: 'circle' }] });
  });

  it('A5 used entries are retired, never deleted; old quotes keep their price; applying another book shows old and new per line before saving', async () => {
    const special = await made('price-books', { name: 'Special' });
    const price = await made('prices', { priceBookId: special, productId: product, unitPrice: 200.5, currency: 'EUR', fromQuantity: 1 });
    const id = await quote([{ productId: product, quantity: 2 }, { text: 'By hand', quantity: 1, unitPrice: 50, taxRateId: null }]);
    const compared = (await rep.get(`/api/v1/sales/quotations/${id}/price-comparison?priceBook=${special}`)).json<{ data: Body[] }>().data;
    expect(compared).toMatchObject([{ oldPrice: 348.35, newPrice: 200.5, oldAmount: 69_670, newAmount: 40_100 }, { oldPrice: 50, newPrice: null, newAmount: 5_000 }]);
    expect((await read(id)).netTotal.amount).toBe(74_670);
    expect(await act(rep, id, 'apply-price-book', { priceBookId: special })).toMatchObject({ status: 200, netTotal: { amount: 45_100 }, priceBookId: special });
    expect((await manager.delete(`/api/v1/sales/prices/${price}`)).statusCode).toBe(409);
    expect((await manager.patch(`/api/v1/sales/prices/${price}`, { unitPrice: 1 })).statusCode).toBe(409);
    expect((await manager.delete(`/api/v1/sales/products/${product}`)).statusCode).toBe(409);
    expect((await manager.patch(`/api/v1/sales/prices/${price}`, { state: 'retired' })).statusCode).toBe(200);
    expect((await read(id)).netTotal.amount).toBe(45_100);
  });
});

describe('A6 quotes', () => {
  it('A6 the server recomputes every total from lines on every path; a tampered total is refused; list, form and preview agree after the setting has changed (odoo #177192)', async () => {
    const id = await quote();
    expect(await read(id)).toMatchObject({ total: { amount: 652_781 }, netTotal: { amount: 535_066 }, favour: 4 });
    for (const tampered of [{ total: { amount: 1, currency: 'EUR' } }, { netTotal: { amount: 1, currency: 'EUR' } }, { state: 'accepted' }]) expect((await rep.patch(`/api/v1/sales/quotations/${id}`, tampered)).json()).toMatchObject({ status: 400, errors: [{ rule: 'readOnly' }] });
    const [line] = (await rep.get(`/api/v1/sales/quotation-lines?filter[quotationId]=${id}`)).json<{ data: { id: string; amount: Body; unitPrice: number; ownerId: string }[] }>().data;
    expect(line).toMatchObject({ amount: { amount: 535_066, currency: 'EUR' }, unitPrice: 348.35, ownerId: world.organizations.A.members.rep });
    expect((await rep.patch(`/api/v1/sales/quotation-lines/${line!.id}`, { amount: { amount: 1, currency: 'EUR' } })).statusCode).toBe(400);
    // A larger quantity reaches the next price by itself.
    await rep.patch(`/api/v1/sales/quotation-lines/${line!.id}`, { quantity: 100, discountPercent: 0 });
    expect((await read(id)).netTotal.amount).toBe(3_000_000);
    await patchSettings({ roundingPer: 'document' });
    const global = await quote();
    expect([(await read(id)).total.amount, (await read(global)).total.amount]).toEqual([3_660_000, 652_780]);
    const preview = await rep.post('/api/v1/sales/quotations/preview', { currency: 'EUR', lines: [{ quantity: 16, unitPrice: 348.35, discountPercent: 4, taxRateId: vat }] });
    expect(preview.json()).toMatchObject({ total: 652_780, rounding: 0 });
    const listed = (await rep.get(`/api/v1/sales/quotations?filter[id]=${global}`)).json<{ data: Quote[] }>().data[0]!;
    const draft = JSON.parse((await world.inside('A', async (tenancy) => tenancy.read<{ json: string }>({ text: `SELECT total::text AS json FROM quotation WHERE organization_id = $1 AND id = $2`, values: [world.organizations.A.id, global] })))[0]!.json) as number;
    expect([listed.total.amount, draft]).toEqual([652_780, 652_780]);
    await patchSettings({ roundingPer: 'line' });
    // Somebody else's quote is not theirs to write lines into.
    expect((await world.as('A', 'otherRep').post('/api/v1/sales/quotation-lines', { quotationId: id, text: 'x', quantity: 1, unitPrice: 1 })).statusCode).toBeGreaterThanOrEqual(400);
    expect((await read(id)).total.amount).toBe(3_660_000);
  });

  it('A6 numbers: 50 parallel issues with 10 forced rollbacks give a contiguous range; drafts have no number; voiding keeps it', async () => {
    const ids = await bulk('quotations', Array.from({ length: 50 }, () => ({ name: 'Many', companyId })));
    await bulk('quotation-lines', ids.map((quotationId) => ({ quotationId, text: 'x', quantity: 1, unitPrice: 10 })));
    expect((await read(ids[0]!)).number).toBeNull();
    const first = (await read(await issued())).number!;
    const { id: organizationId, accounts, members } = world.organizations.A;
    const verb = declaredVerb(IssueQuotation);
    const issue = (id: string, fails: boolean) =>
      inOrganization(organizationId, { kind: 'member', accountId: accounts.owner, memberId: members.owner }, () =>
        world.get(Tenancy).transaction(async () => {
          await world.get(ActDoor).act(verb, id, {});
          if (fails) throw new Error('rolled back');
        }));
    // As many at once as the process has connections: they all want the next number.
    const outcomes: PromiseSettledResult<void>[] = [];
    for (let at = 0; at < ids.length; at += 10) outcomes.push(...(await Promise.allSettled(ids.slice(at, at + 10).map((id, n) => issue(id, n % 5 === 0)))));
    expect(outcomes.filter(({ status }) => status === 'rejected').map((each) => (each as PromiseRejectedResult).reason.message as string)).toEqual(Array(10).fill('rolled back'));
    const numbers = (await Promise.all(ids.map(read))).map(({ number }) => number).filter((number): number is string => number !== null);
    const count = Number(first.slice(-4));
    expect(numbers.map((number) => Number(number.slice(-4))).sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, n) => count + 1 + n));
    const voided = ids[1]!;
    expect(await act(owner, voided, 'void', { reason: 'Twice' })).toMatchObject({ state: 'void', number: expect.any(String) });
    expect((await read(await issued())).number!.slice(-4)).toBe(String(count + 41).padStart(4, '0'));
  });

  it('A6 discount above the limit needs approval; approver ≠ author; editing after approval voids it', async () => {
    const id = await quote([{ productId: product, quantity: 1, unitPrice: 300 }]);
    expect(await act(rep, id, 'issue')).toMatchObject({ status: 409, errors: [{ at: 'favour', rule: 'approval' }] });
    expect(await act(rep, id, 'request-approval')).toMatchObject({ state: 'in-approval' });
    expect((await act(rep, id, 'approve')).status).toBe(403);
    const own = await quote([{ productId: product, quantity: 1, unitPrice: 300 }], {}, manager);
    await act(manager, own, 'request-approval');
    expect((await act(manager, own, 'approve')).status).toBe(403);
    expect(await act(manager, id, 'approve')).toMatchObject({ state: 'approved', approvedById: world.organizations.A.members.manager });
    const [line] = (await rep.get(`/api/v1/sales/quotation-lines?filter[quotationId]=${id}`)).json<{ data: { id: string }[] }>().data;
    await rep.patch(`/api/v1/sales/quotation-lines/${line!.id}`, { unitPrice: 290 });
    expect(await read(id)).toMatchObject({ state: 'draft', approvedById: null });
    expect((await act(rep, id, 'issue')).status).toBe(409);
    await act(rep, id, 'request-approval');
    await act(manager, id, 'approve');
    expect(await act(rep, id, 'issue')).toMatchObject({ state: 'issued' });
  });

  it('A6 a sent version is immutable; a change makes version n+1 with a diff; the old link says "superseded"', async () => {
    const id = await issued();
    const token = await link(id);
    const [line] = (await rep.get(`/api/v1/sales/quotation-lines?filter[quotationId]=${id}`)).json<{ data: { id: string }[] }>().data;
    expect((await rep.patch(`/api/v1/sales/quotations/${id}`, { name: 'Other' })).json()).toMatchObject({ status: 400, errors: [{ at: 'name', rule: 'closed' }] });
    for (const change of [rep.patch(`/api/v1/sales/quotation-lines/${line!.id}`, { quantity: 1 }), rep.delete(`/api/v1/sales/quotation-lines/${line!.id}`), rep.delete(`/api/v1/sales/quotations/${id}`)]) expect((await change).statusCode).toBe(400);
    expect((await rep.patch(`/api/v1/sales/quotations/${id}`, { notes: 'Call again' })).statusCode).toBe(200);
    await act(rep, id, 'revise');
    const [next] = (await rep.get(`/api/v1/sales/quotations?filter[replacesId]=${id}`)).json<{ data: Quote[] }>().data;
    expect(next).toMatchObject({ edition: 2, number: null, state: 'draft', total: { amount: 652_781 } });
    expect((await act(rep, id, 'revise')).status).toBe(409);
    const [copied] = (await rep.get(`/api/v1/sales/quotation-lines?filter[quotationId]=${next!.id}`)).json<{ data: { id: string }[] }>().data;
    await rep.patch(`/api/v1/sales/quotation-lines/${copied!.id}`, { quantity: 10 });
    const differences = (await rep.get(`/api/v1/sales/quotations/${next!.id}/differences`)).json<{ data: Body[] }>().data;
    expect(differences).toEqual(expect.arrayContaining([{ what: 'Laser: quantity', from: 16, to: 10 }, expect.objectContaining({ what: 'total', from: 652_781 })]));
    expect((await anon('look', { token })).json()).toMatchObject({ state: 'issued', closed: null });
    expect(await act(rep, next!.id, 'issue')).toMatchObject({ edition: 2, number: (await read(id)).number });
    const old = (await anon('look', { token })).json<{ state: string; hash: string }>();
    expect(old.state).toBe('superseded');
    expect((await anon('accept', { token, hash: old.hash, name: 'Ada' })).json()).toMatchObject({ status: 409, errors: [{ rule: 'superseded' }] });
  });

  it('A6 public acceptance: a random token stored hashed; records who, when, IP, version and hash; refused if expired; double click = one acceptance; acceptance moves the deal; no oracle', async () => {
    const deal = await made('opportunities', { name: 'Line 2', companyId }, rep);
    await made('opportunity-lines', { opportunityId: deal, productId: product, quantity: 2 }, rep);
    expect((await owner.get(`/api/v1/sales/opportunities/${deal}`)).json()).toMatchObject({ outcome: 'open', amount: { amount: 69_670, currency: 'EUR' } });
    const id = await issued(undefined, { opportunityId: deal });
    const token = await link(id);
    const [stored] = await world.inside('A', (tenancy) => tenancy.read<{ text: string }>({ text: `SELECT row_to_json(l)::text AS text FROM quotation_link l WHERE organization_id = $1 AND quotation_id = $2`, values: [world.organizations.A.id, id] }));
    expect(stored!.text).not.toContain(token.slice(22));
    const seen = (await anon('look', { token })).json<{ hash: string; document: SheetDocument }>();
    expect(seen.document).toMatchObject({ total: 652_781, lines: [{ text: 'Laser', amount: 535_066 }] });
    expect((await anon('accept', { token, hash: '0'.repeat(64), name: 'Ada Lovelace' })).statusCode).toBe(409);
    const clicks = await Promise.all([1, 2, 3].map(() => anon('accept', { token, hash: seen.hash, name: 'Ada Lovelace', signature: 'M0 0L10 10' })));
    expect(clicks.map(({ statusCode, body }) => [statusCode, JSON.parse(body)])).toEqual(Array(3).fill([200, expect.objectContaining({ state: 'accepted', answer: expect.objectContaining({ name: 'Ada Lovelace' }) })]));
    expect((await anon('decline', { token, hash: seen.hash, name: 'Ada Lovelace' })).statusCode).toBe(409);
    // The deal moves in the same transaction.
    expect((await owner.get(`/api/v1/sales/opportunities/${deal}`)).json()).toMatchObject({ outcome: 'won', amount: { amount: 535_066, currency: 'EUR' } });
    const { answer, hash: kept } = (await rep.get(`/api/v1/sales/quotations/${id}/document`)).json<{ answer: Body; hash: string }>();
    expect([answer, kept]).toEqual([expect.objectContaining({ name: 'Ada Lovelace', address: '127.0.0.1', edition: 1, documentHash: seen.hash, signature: 'M0 0L10 10' }), seen.hash]);
    const facts = await world.inside('A', (tenancy) => tenancy.read({ text: `SELECT 1 FROM ledger_entry WHERE organization_id = $1 AND record_id = $2 AND what = 'quote.accepted'`, values: [world.organizations.A.id, id] }));
    expect(facts).toHaveLength(1);
    const late = await issued();
    const lateToken = await link(late);
    await world.inside('A', (tenancy) => tenancy.write({ text: `UPDATE quotation SET valid_until = '2020-01-01' WHERE organization_id = $1 AND id = $2`, values: [world.organizations.A.id, late] }));
    expect((await anon('accept', { token: lateToken, hash: (await anon('look', { token: lateToken })).json<{ hash: string }>().hash, name: 'Ada' })).json()).toMatchObject({ status: 409, errors: [{ rule: 'expired' }] });
    await world.inside('A', (tenancy) => tenancy.write({ text: `UPDATE quotation_link SET expires_at = '2020-01-01' WHERE organization_id = $1 AND quotation_id = $2`, values: [world.organizations.A.id, late] })).catch(() => undefined);
    const wrong = await Promise.all([token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A'), 'x', token.slice(22)].map((each) => anon('look', { token: each })));
    expect(new Set(wrong.map(({ statusCode, body }) => `${statusCode} ${body.replaceAll(/"(requestId|instance)":"[^"]*"/g, '')}`)).size).toBe(1);
  });

  it('A6 an accepted quote becomes an order and an invoice, once', async () => {
    const id = await issued();
    expect((await act(rep, id, 'convert')).status).toBe(409);
    expect(await act(rep, id, 'record-answer', { answer: 'accepted', name: 'Grace Hopper' })).toMatchObject({ state: 'accepted' });
    expect((await act(manager, id, 'convert', { invoice: true })).status).toBe(200);
    expect((await act(manager, id, 'convert')).status).toBe(409);
    const [order] = (await manager.get(`/api/v1/sales/orders?filter[quotationId]=${id}`)).json<{ data: Quote[] }>().data;
    const [invoice] = (await manager.get(`/api/v1/sales/invoices?filter[orderId]=${order!.id}`)).json<{ data: (Quote & { openTotal: Body })[] }>().data;
    expect([order, invoice]).toMatchObject([{ number: expect.stringMatching(/^SO-\d{4}-0001$/), total: { amount: 652_781 } }, { number: expect.stringMatching(/^INV-\d{4}-0001$/), state: 'issued', openTotal: { amount: 652_781 } }]);
    const pdf = await manager.get(`/api/v1/sales/invoices/${invoice!.id}/pdf`);
    expect([pdf.statusCode, pdf.rawPayload.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
  });

  it('A6 the PDF is reproducible from the stored version (fonts, RTL, locale, 300 lines, long words), its hash is kept, and it agrees with the API', async () => {
    const id = await issued([{ text: 'Wärmerückgewinnungsanlagensteuerungseinheitsgehäuseabdeckung', quantity: 2, unitPrice: 10.5, taxRateId: vat }], { language: 'de' });
    const first = await rep.get(`/api/v1/sales/quotations/${id}/pdf`);
    expect([first.statusCode, first.headers['content-type']]).toEqual([200, 'application/pdf']);
    const { document } = (await rep.get(`/api/v1/sales/quotations/${id}/document`)).json<{ document: SheetDocument }>();
    const paper = world.get(Paper);
    const again = await paper.print(document);
    const [kept] = await world.inside('A', (tenancy) => tenancy.read<{ hash: Buffer }>({ text: `SELECT pdf_hash AS hash FROM sheet_document WHERE organization_id = $1 AND id = $2`, values: [world.organizations.A.id, id] }));
    expect([hash('sha256', again), hash('sha256', first.rawPayload)]).toEqual([kept!.hash.toString('hex'), kept!.hash.toString('hex')]);
    const long = await paper.print({ ...document, language: 'ar', name: 'عرض (تجريبي) 2', lines: Array.from({ length: 300 }, (_, n) => ({ ...document.lines[0]!, text: `جهاز ليزر ${n}` })) });
    expect(long.toString('latin1').match(/\/Type \/Page\b/g)!.length).toBeGreaterThan(10);
    expect((await world.as('A', 'viewer').get(`/api/v1/sales/quotations/${id}/pdf`)).statusCode).toBe(403);
    expect((await world.as('B', 'owner').get(`/api/v1/sales/quotations/${id}/pdf`)).statusCode).toBe(404);
    if (hasPdftotext()) {
      const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: first.rawPayload }).toString();
      expect(text).toContain('25,62');
    }
    expect((await read(id)).total.amount).toBe(2_562);
  }, 60_000);
});

function hasPdftotext(): boolean {
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
