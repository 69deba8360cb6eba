import Stripe from 'stripe';
import { inOrganization } from '#kernel/tenancy/tenancy.js';
import { TakeStripeEvent } from '#sales/payments/stripe-events.js';
import { TwoTenants, type Caller } from '#test/worlds/two-tenants.js';

type Body = { [key: string]: unknown };
type Paid = { id: string; status: number; state: string; number: string; openTotal: { amount: number } | null; leftTotal: { amount: number }; refundedTotal: { amount: number } };

let world: TwoTenants;
let manager: Caller;
let companyId: string;

beforeAll(async () => {
  world = await TwoTenants.create();
  manager = world.as('A', 'manager');
  companyId = world.organizations.A.companies[0]!;
}, 60_000);
afterAll(() => world.close());

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
    const { sealSecret } = await import('#kernel/field/secret-box.js');
    const { newPrefix } = await import('#platform/identity/keys/key-token.js');
    address = newPrefix(id);
    await inOrganization(id, { kind: 'member', accountId: accounts.owner, memberId: members.owner }, () =>
      world.inside('A', (tenancy) => tenancy.write({ text: `INSERT INTO webhook_endpoint (organization_id, id, created_at, updated_at, name, active, address, scheme, seal) VALUES ($1, $2, now(), now(), 'Stripe', true, $3, 'stripe', $4)`, values: [id, endpointId, address, sealSecret(SECRET, id)] })));
  });

  const send = (payload: string, signature: string) => world.as('A', 'anon').post(`/api/v1/hooks/${address}`, payload, { headers: { 'content-type': 'application/json', 'stripe-signature': signature } });
  const signed = (payload: string, secret = SECRET, timestamp = Math.floor(Date.now() / 1_000)) => Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
  const event = (id: string, type: string, object: Body) => JSON.stringify({ id, object: 'event', type, data: { object } });

  /** What the worker does, for all that came in. */
  async function work(): Promise<void> {
    const entries = await world.inside('A', (tenancy) => tenancy.read<{ id: string }>({ text: `SELECT id FROM ledger_entry WHERE organization_id = $1 AND what = 'webhook.received' ORDER BY id`, values: [world.organizations.A.id] }));
    for (const { id } of entries)
      await world.inside('A', (tenancy) => tenancy.transaction(() => world.get(TakeStripeEvent).do({ id, effectKey: id, about: { endpointId, entryId: id }, attempt: 1, signal: AbortSignal.timeout(5_000), progress: async () => undefined, finish: async () => undefined })));
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
});
