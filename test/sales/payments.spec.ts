import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { sealSecret } from '#kernel/field/secret-box.js';
import { inOrganization } from '#kernel/tenancy/tenancy.js';
import { newPrefix } from '#platform/identity/keys/key-token.js';
import type { Entry } from '#platform/ledger/entry.js';
import type { WorkHandler } from '#platform/work/work-kind.js';
import { FollowInvoice, PaymentLinkKeeper } from '#sales/payments/payment-link-verbs.js';
import { ClosePaymentLink, MakePaymentLink } from '#sales/payments/payment-link.work.js';
import { fromStripe, toStripe } from '#sales/payments/stripe-amount.js';
import { StripeDoor } from '#sales/payments/stripe-door.js';
import { StripeReceipts, TakeStripeEvent } from '#sales/payments/stripe-events.js';
import { TwoTenants, type Caller } from '#test/worlds/two-tenants.js';

type Body = { [key: string]: unknown };
type Paid = { id: string; status: number; state: string; number: string; detail?: string; paymentUrl: string | null; openTotal: { amount: number } | null; leftTotal: { amount: number }; refundedTotal: { amount: number } };

let world: TwoTenants;
let manager: Caller;
let companyId: string;
let played: Server;
let asked: { path: string; key: string; body: URLSearchParams }[] = [];
let fails: number | null = null;

/** Plays Stripe: what was asked with the same key is answered alike. */
beforeAll(async () => {
  played = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const key = String(request.headers['idempotency-key']);
      asked.push({ path: request.url!, key, body: new URLSearchParams(Buffer.concat(chunks).toString()) });
      response.statusCode = fails ?? 200;
      const id = request.url!.split('/')[3] ?? `plink_${key.slice(-6)}`;
      response.setHeader('content-type', 'application/json').end(JSON.stringify(fails ? { error: { type: 'invalid_request_error', message: 'Invalid API Key provided.' } } : { id, object: 'payment_link', url: `https://buy.stripe.com/${id}` }));
    });
  }).listen(0, '127.0.0.1');
  await once(played, 'listening');
  const host = `127.0.0.1:${(played.address() as AddressInfo).port}`;
  world = await TwoTenants.create({ OUTBOUND_HOSTS: host });
  world.get(StripeDoor).address = new URL(`http://${host}`);
  manager = world.as('A', 'manager');
  companyId = world.organizations.A.companies[0]!;
}, 60_000);
afterAll(async () => {
  await world.close();
  played.close();
});

async function made(plural: string, body: Body): Promise<string> {
  const answer = await manager.post(`/api/v1/sales/${plural}`, body);
  expect([plural, answer.statusCode, answer.body]).toEqual([plural, 201, expect.any(String)]);
  return answer.json<{ id: string }>().id;
}

async function act(plural: string, id: string, verb: string, body: Body = {}): Promise<Paid> {
  const answer = await manager.post(`/api/v1/sales/${plural}/${id}/${verb}`, body);
  return { ...answer.json<Paid>(), status: answer.statusCode };
}

async function invoice(total: number, currency = 'EUR'): Promise<string> {
  const id = await made('invoices', { name: 'Work', companyId, currency });
  await made('invoice-lines', { invoiceId: id, text: 'Work', quantity: 1, unitPrice: total });
  expect(await act('invoices', id, 'issue')).toMatchObject({ status: 200, state: 'issued' });
  return id;
}

async function payment(amount: number, currency = 'EUR'): Promise<string> {
  const id = await made('payments', { companyId, amount: { amount, currency }, receivedOn: '2026-11-21', reference: 'Transfer' });
  expect(await act('payments', id, 'record')).toMatchObject({ status: 200, state: 'recorded', leftTotal: { amount } });
  return id;
}

const read = async (plural: string, id: string): Promise<Paid> => (await manager.get(`/api/v1/sales/${plural}/${id}`)).json();
const told = (what: string, id: string) => world.inside('A', (tenancy) => tenancy.read({ text: `SELECT 1 FROM ledger_entry WHERE organization_id = $1 AND record_id = $2 AND what = $3`, values: [world.organizations.A.id, id, what] }));

describe('A7 payments', () => {
  it('A7 partial, over- and multi-document allocation', async () => {
    const [first, second] = [await invoice(100), await invoice(80)];
    const paid = await payment(20_000);
    expect(await act('payments', paid, 'allocate', { invoiceId: first, amount: 4_000 })).toMatchObject({ status: 200, leftTotal: { amount: 16_000 } });
    expect(await read('invoices', first)).toMatchObject({ state: 'part-paid', openTotal: { amount: 6_000 } });
    expect((await act('payments', paid, 'allocate', { invoiceId: first, amount: 6_001 })).status).toBe(409);
    await act('payments', paid, 'allocate', { invoiceId: first });
    await act('payments', paid, 'allocate', { invoiceId: second });
    expect([(await read('invoices', first)).state, (await read('invoices', second)).state]).toEqual(['paid', 'paid']);
    // What was too much stays with the payment.
    expect(await read('payments', paid)).toMatchObject({ leftTotal: { amount: 2_000 } });
    expect([await told('payment.received', paid), await told('invoice.paid', first)].map(({ length }) => length)).toEqual([1, 1]);
  });

  it('A7 Σ allocations ≤ payment by DB constraint, with many at once too', async () => {
    const [paid, ...invoices] = [await payment(10_000), ...(await Promise.all([60, 60, 60].map((total) => invoice(total))))];
    const outcomes = await Promise.all(invoices.map((invoiceId) => act('payments', paid, 'allocate', { invoiceId, amount: 6_000 })));
    expect(outcomes.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409, 409]);
    const raw = (column: string, amount: number) => world.inside('A', (tenancy) => tenancy.write({ text: `INSERT INTO payment_allocation (organization_id, created_at, updated_at, payment_id, invoice_id, amount, amount_currency, settled, settled_currency) VALUES ($1, now(), now(), $2, $3, $4, 'EUR', $5, 'EUR')`, values: [world.organizations.A.id, paid, invoices[2], amount, column === 'settled' ? 9_999 : 1] }));
    await expect(raw('amount', 4_001)).rejects.toMatchObject({ code: '23514', constraint: 'payment_allocation_sum' });
    await expect(raw('settled', 1)).rejects.toMatchObject({ code: '23514', constraint: 'payment_allocation_settled' });
  });

  it('A7 refunds reference the payment and open what they had paid; FX difference shown', async () => {
    const [eur, dollars] = [await invoice(100), await payment(10_800, 'USD')];
    expect((await act('payments', dollars, 'allocate', { invoiceId: eur })).status).toBe(400);
    expect(await act('payments', dollars, 'allocate', { invoiceId: eur, amount: 10_800, settles: 10_000, rate: 0.93 })).toMatchObject({ status: 200, leftTotal: { amount: 0 } });
    const { data } = (await manager.get(`/api/v1/sales/allocations/of-invoice/${eur}`)).json<{ data: Body[] }>();
    expect(data).toMatchObject([{ amount: { amount: 10_800, currency: 'USD' }, settled: { amount: 10_000, currency: 'EUR' }, exchangeDifference: { amount: 44, currency: 'EUR' } }]);
    expect(await act('payments', dollars, 'refund', { amount: 800, reason: 'Discount' })).toMatchObject({ status: 200, refundedTotal: { amount: 800 }, leftTotal: { amount: 10_000 } });
    expect((await read('invoices', eur)).state).toBe('issued');
    expect((await manager.get(`/api/v1/sales/allocations/refunds-of/${dollars}`)).json()).toMatchObject({ data: [{ amount: { amount: 800 }, reason: 'Discount' }] });
    expect((await act('payments', dollars, 'refund', { amount: 10_001 })).status).toBe(409);
  });

  it('A7 a recorded payment is reversed, never deleted', async () => {
    const [owed, paid] = [await invoice(50), await payment(5_000)];
    await act('payments', paid, 'allocate', { invoiceId: owed });
    expect((await manager.delete(`/api/v1/sales/payments/${paid}`)).json()).toMatchObject({ status: 400, errors: [{ rule: 'recorded' }] });
    expect((await manager.patch(`/api/v1/sales/payments/${paid}`, { amount: { amount: 1, currency: 'EUR' } })).statusCode).toBe(400);
    expect(await act('payments', paid, 'reverse', { reason: 'Bounced' })).toMatchObject({ state: 'reversed', leftTotal: { amount: 0 } });
    expect(await read('invoices', owed)).toMatchObject({ state: 'issued', openTotal: { amount: 5_000 } });
  });
});

describe('A7 provider webhooks', () => {
  const SECRET = 'whsec_bm90LXVzZWQtZWxzZXdoZXJlLTEyMzQ1Njc4';
  let [endpointId, address] = ['', ''];

  beforeAll(async () => {
    const { id, accounts, members } = world.organizations.A;
    [endpointId, address] = ['0193f000-0000-7000-8000-000000000001', ''];
    // Whoever makes one proves who they are, which is another test's story.
    address = newPrefix(id);
    await inOrganization(id, { kind: 'member', accountId: accounts.owner, memberId: members.owner }, () =>
      world.inside('A', (tenancy) => tenancy.write({ text: `INSERT INTO webhook_endpoint (organization_id, id, created_at, updated_at, name, active, address, scheme, seal) VALUES ($1, $2, now(), now(), 'Stripe', true, $3, 'stripe', $4)`, values: [id, endpointId, address, sealSecret(SECRET, id)] })));
  });

  const send = (payload: string, signature: string) => world.as('A', 'anon').post(`/api/v1/hooks/${address}`, payload, { headers: { 'content-type': 'application/json', 'stripe-signature': signature } });
  const signed = (payload: string, secret = SECRET, timestamp = Math.floor(Date.now() / 1_000)) => Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
  const event = (id: string, type: string, object: Body) => JSON.stringify({ id, object: 'event', type, data: { object } });

  const inHand = (about: object) => ({ id: '', effectKey: '', about, attempt: 1, signal: AbortSignal.timeout(5_000), progress: async () => undefined, finish: async () => undefined }) as never;
  const atomically = (handler: WorkHandler<never>, about: object) => world.inside('A', (tenancy) => tenancy.transaction(() => handler.do(inHand(about))));
  const entries = (...what: string[]) => world.inside('A', (tenancy) => tenancy.read<Entry>({ text: `SELECT id, what, record_id AS "recordId" FROM ledger_entry WHERE organization_id = $1 AND what = ANY ($2) ORDER BY id`, values: [world.organizations.A.id, what] }));

  /** What the worker does, for all that came in. */
  async function work(): Promise<void> {
    for (const { id } of await entries('webhook.received')) await atomically(world.get(TakeStripeEvent), { endpointId, entryId: id });
  }

  /** For all links that were ever asked for, as the worker might after it has fallen over. */
  async function linksDone(): Promise<void> {
    const follow = await world.inside('A', async () => world.get(PaymentLinkKeeper).wants(await entries('invoice.paid', 'invoice.settled', 'invoice.voided')));
    for (const { about } of follow) await atomically(world.get(FollowInvoice), about);
    const links = await world.inside('A', (tenancy) => tenancy.read<{ id: string }>({ text: `SELECT id FROM payment_link WHERE organization_id = $1 ORDER BY id`, values: [world.organizations.A.id] }));
    for (const { id } of links) for (const handler of [world.get(MakePaymentLink), world.get(ClosePaymentLink)]) await world.inside('A', () => handler.do(inHand({ linkId: id })));
  }

  it('A7 provider webhooks are verified, stored first, idempotent by event id, tolerant of any order', async () => {
    const owed = await invoice(120);
    const { number } = await read('invoices', owed);
    const refunded = event('evt_3', 'charge.refunded', { id: 'ch_1', payment_intent: 'pi_1', amount_captured: 12_000, amount_refunded: 2_000, currency: 'eur', metadata: {} });
    const succeeded = event('evt_1', 'payment_intent.succeeded', { id: 'pi_1', amount_received: 12_000, currency: 'eur', metadata: { invoice: number } });
    const other = event('evt_2', 'payment_intent.succeeded', { id: 'pi_2', amount_received: 12_000, currency: 'eur', metadata: { invoice: number } });
    for (const bad of [await send(succeeded, signed(succeeded, 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')), await send(succeeded, signed(succeeded, SECRET, 1)), await send(succeeded.replace('12000', '12001'), signed(succeeded)), await send(succeeded, '')]) expect(bad.statusCode).toBe(401);
    for (const payload of [refunded, succeeded, succeeded, other]) expect((await send(payload, signed(payload))).statusCode).toBe(202);
    const stored = await world.inside('A', (tenancy) => tenancy.read({ text: `SELECT 1 FROM webhook_receipt WHERE organization_id = $1 AND endpoint_id = $2`, values: [world.organizations.A.id, endpointId] }));
    expect(stored).toHaveLength(3);
    await work();
    await work();
    const { data } = (await manager.get('/api/v1/sales/payments?filter[method]=card&sort=createdAt')).json<{ data: (Paid & { externalId: string })[] }>();
    // The refund came before the payment that it is of; what had gone back pays for nothing.
    expect(data).toMatchObject([{ externalId: 'pi_1', refundedTotal: { amount: 2_000 }, leftTotal: { amount: 10_000 } }, { externalId: 'pi_2', refundedTotal: { amount: 0 }, leftTotal: { amount: 0 } }]);
    expect(await read('invoices', owed)).toMatchObject({ state: 'paid' });
  });

  it('A7 work is planned only for what came in from Stripe', async () => {
    const received = { what: 'webhook.received', id: companyId } as Entry;
    const plans = await world.inside('A', () => world.get(StripeReceipts).wants([{ ...received, recordId: companyId }, { ...received, recordId: endpointId }]));
    expect(plans.map(({ about }) => about)).toEqual([{ endpointId, entryId: companyId }]);
  });

  it('A7 a payment link asks for what is open: made once for its key, replaced when that changes, closed when nothing is, and paid through the webhook', async () => {
    const { id: organizationId } = world.organizations.A;
    const owed = await invoice(120);
    const order = () => act('invoices', owed, 'payment-link');
    const shown = async () => (await manager.get(`/api/v1/sales/payment-links/of-invoice/${owed}`)).json<{ data: { state: string; amount: object; url: string | null; fault: string | null }[] }>().data;
    expect([(await manager.post('/api/v1/sales/stripe-accounts', { name: 'Mine', seal: 'sk_test_0123456789' })).statusCode, (await order()).detail]).toEqual([403, expect.stringContaining('Enter the key')]);
    await world.inside('A', (tenancy) => tenancy.write({ text: `INSERT INTO stripe_account (organization_id, created_at, updated_at, name, active, seal) VALUES ($1, now(), now(), 'Ours', true, $2)`, values: [organizationId, sealSecret('sk_test_0123456789', organizationId)] }));
    expect((await act('invoices', await made('invoices', { name: 'Draft', companyId }), 'payment-link')).status).toBe(409);
    expect([await order(), await order()]).toMatchObject([{ status: 200, paymentUrl: null }, { status: 200 }]);
    fails = 500;
    await expect(linksDone()).rejects.toThrow();
    fails = null;
    await linksDone();
    await linksDone();
    expect(new Set(asked.map(({ key }) => key)).size).toBe(1);
    const { number, paymentUrl } = await read('invoices', owed);
    expect(Object.fromEntries(asked[0]!.body)).toMatchObject({ 'line_items[0][price_data][unit_amount]': '12000', 'line_items[0][price_data][currency]': 'eur', 'payment_intent_data[metadata][invoice]': number, 'restrictions[completed_sessions][limit]': '1' });
    expect([paymentUrl, (await shown()).map(({ state }) => state)]).toEqual([expect.stringMatching(/^https:\/\/buy\.stripe\.com\/plink_/), ['open']]);

    await act('payments', await payment(2_000), 'allocate', { invoiceId: owed });
    asked = [];
    await linksDone();
    expect(asked.map(({ path, body }) => [path.split('/').length > 3, body.get('active') ?? body.get('line_items[0][price_data][unit_amount]')])).toEqual([[true, 'false'], [false, '10000']]);
    expect([(await read('invoices', owed)).paymentUrl !== paymentUrl, await shown()]).toMatchObject([true, [{ state: 'open', amount: { amount: 10_000, currency: 'EUR' } }, { state: 'closed' }]]);

    const paid = event('evt_9', 'payment_intent.succeeded', { id: 'pi_9', amount_received: 10_000, currency: 'eur', metadata: { invoice: number, invoice_id: owed } });
    expect((await send(paid, signed(paid))).statusCode).toBe(202);
    await work();
    await linksDone();
    expect([await read('invoices', owed), (await shown()).map(({ state }) => state)]).toMatchObject([{ state: 'paid', paymentUrl: null }, ['closed', 'closed']]);
    expect((await order()).status).toBe(409);

    const refused = await invoice(10);
    await act('invoices', refused, 'payment-link');
    fails = 401;
    await expect(linksDone()).rejects.toThrow('Invalid API Key');
    fails = null;
    expect((await manager.get(`/api/v1/sales/payment-links/of-invoice/${refused}`)).json()).toMatchObject({ data: [{ state: 'failed', fault: 'Invalid API Key provided.' }] });
  });

  it('A7 amounts are told to Stripe in its own units, and read from them', () => {
    expect([toStripe(700, 'EUR'), toStripe(700, 'JPY'), toStripe(7, 'ISK'), toStripe(700, 'MGA'), toStripe(701, 'MGA'), toStripe(7_010, 'KWD'), toStripe(7_011, 'KWD')]).toEqual([700, 700, 700, 7, null, 7_010, null]);
    expect([fromStripe(700, 'ISK'), fromStripe(7, 'MGA'), fromStripe(7_010, 'KWD'), fromStripe(5, 'EUR')]).toEqual([7, 700, 7_010, 5]);
  });
});
