import { PostOffice, until } from '#test/mail/post-office.js';
import { TwoTenants, type Caller } from '#test/worlds/two-tenants.js';

const SALES = '/api/v1/sales';
const today = new Date().toISOString().slice(0, 10);

interface Row {
  [field: string]: unknown;
  id: string;
}

let office: PostOffice;
let world: TwoTenants;
let manager: Caller;
let rep: Caller;

beforeAll(async () => {
  office = await PostOffice.open();
  const environment = { ...office.environment, QUEUES: '' };
  world = await TwoTenants.create(environment);
  await office.work(world.database, environment);
  [manager, rep] = [world.as('A', 'manager'), world.as('A', 'rep')];
}, 120_000);
afterAll(async () => {
  await world.close();
  await office.close();
});

async function answer<T = Row>(call: Promise<{ statusCode: number; body: string; json<R>(): R }>): Promise<T> {
  const given = await call;
  if (given.statusCode >= 300) throw new Error(`${given.statusCode}: ${given.body}`);
  return given.json<T>();
}
const made = (caller: Caller, plural: string, body: object) => answer(caller.post(`${SALES}/${plural}`, body));
const act = (caller: Caller, plural: string, id: string, verb: string, body: object = {}) => answer(caller.post(`${SALES}/${plural}/${id}/${verb}`, body));
const read = <T = Row>(caller: Caller, path: string) => answer<T>(caller.get(`/api/v1/${path}`));
const listed = async (caller: Caller, path: string) => (await read<{ data: Row[] }>(caller, path)).data;
/** Everything of an organisation that a day like this one touches. */
const picture = async (caller: Caller) => Promise.all(['leads', 'opportunities', 'quotations', 'invoices', 'payments', 'activities', 'communications'].map(async (plural) => read(caller, `sales/${plural}/count`)));

it('a representative\'s day: lead captured → scored → assigned → contacted → converted → deal moved → quote issued → accepted by the customer → payment received → target attained → dashboard shows it', async () => {
  const elsewhere = await picture(world.as('B', 'owner'));
  const { members } = world.organizations.A;

  // What the office has set up: who is promising, whose turn it is, what follows by itself, what things cost, and what is to be won.
  await made(manager, 'score-rules', { name: 'Wrote a message', points: 25, where: { field: 'message', operator: 'filled' } });
  await made(manager, 'assignment-rules', { name: 'Everybody in turn', members: [members.rep] });
  const workflow = await answer(world.as('A', 'owner').post('/api/v1/automation/workflows', { name: 'Call soon', graph: {
    trigger: { kind: 'record', noun: 'lead', on: ['created'] }, edges: [{ from: 'start', to: 'call' }],
    steps: [{ key: 'call', do: 'create', noun: 'activity', values: { title: { template: 'Call {{ record.fullName }}' }, kind: 'call', subject: 'lead', recordId: { from: 'record.id' }, ownerId: { from: 'record.ownerId' }, day: today } }],
  } }));
  await answer(world.as('A', 'owner').post(`/api/v1/automation/workflows/${workflow.id}/publish`));
  const book = await made(manager, 'price-books', { name: 'Retail' });
  const vat = await made(manager, 'tax-rates', { name: 'VAT 19 %', percent: 19 });
  const pump = await made(manager, 'products', { name: 'Pump', code: 'P-1', unit: 'piece', taxRateId: vat.id });
  await made(manager, 'prices', { priceBookId: book.id, productId: pump.id, unitPrice: 1_000, currency: 'EUR', fromQuantity: 1 });
  await answer(manager.patch(`${SALES}/settings`, { priceBookId: book.id }));
  const target = await made(manager, 'sales-targets', { name: 'November', memberId: members.rep, period: 'month', startsOn: today, amount: { amount: 10_000_00, currency: 'EUR' } });
  const form = await made(manager, 'lead-forms', { name: 'Contact us', source: 'website', leastSeconds: 0 });

  // Somebody fills in the form: captured, scored and given to the representative, who is told; the call is put down.
  const anybody = world.as('A', 'anon');
  const address = `/api/v1/forms/${form.publicKey as string}`;
  const { token } = await answer<{ token: string }>(anybody.get(address));
  await answer(anybody.post(address, { token, firstName: 'Ida', lastName: 'Falk', email: 'ida@harbour.example', companyName: 'Harbour', message: 'How much are ten pumps?', campaign: 'spring' }));
  const [lead] = await listed(rep, 'sales/leads?filter[email]=ida@harbour.example');
  expect(lead).toMatchObject({ fullName: 'Ida Falk', source: 'website', score: 25, ownerId: members.rep, phase: 'new' });
  const told = async (caller: Caller) => (await listed(caller, 'notifications?limit=100')).filter(({ record }) => (record as { noun: string } | null)?.noun === 'lead');
  await until(async () => (await told(rep)).length > 0);
  expect(await told(rep)).toMatchObject([{ record: { noun: 'lead', id: lead!.id } }]);
  const [call] = await until(async () => {
    const found = await listed(rep, `sales/activities?filter[recordId]=${lead!.id}`);
    return found.length > 0 && found;
  });
  expect(call).toMatchObject({ title: 'Call Ida Falk', state: 'open', ownerId: members.rep });

  // Contacted: the call is done, what was said is put down, and the lead goes on.
  await act(rep, 'activities', call!.id, 'complete', { outcome: 'successful' });
  await made(rep, 'communications', { title: 'Ten pumps', channel: 'call', direction: 'outbound', outcome: 'successful', body: 'Wants ten.', subject: 'lead', recordId: lead!.id });
  const statuses = await listed(rep, 'sales/lead-statuses');
  for (const phase of ['working', 'qualified']) await answer(rep.patch(`${SALES}/leads/${lead!.id}`, { statusId: statuses.find((status) => status.phase === phase)!.id }));
  const { opportunityId, companyId, contactId } = await act(rep, 'leads', lead!.id, 'convert', { opportunity: { name: 'Pumps for Harbour', amount: { amount: 9_000_00, currency: 'EUR' }, expectedClose: today } }) as Row & { opportunityId: string; companyId: string; contactId: string };
  expect(await listed(rep, `sales/communications?filter[recordId]=${contactId}`)).toMatchObject([{ title: 'Ten pumps', subject: 'contact' }]);
  const proposal = (await listed(rep, 'sales/stages')).find(({ name }) => name === 'Proposal')!;
  expect(await act(rep, 'opportunities', opportunityId, 'move', { stageId: proposal.id })).toMatchObject({ stageId: proposal.id, outcome: 'open', source: 'website', campaign: 'spring' });

  // The quote goes out by mail; the customer opens the link in it, reads and accepts.
  const quote = await made(rep, 'quotations', { name: 'Ten pumps', companyId, contactId, opportunityId });
  await made(rep, 'quotation-lines', { quotationId: quote.id, productId: pump.id, quantity: 10 });
  expect(await act(rep, 'quotations', quote.id, 'issue')).toMatchObject({ state: 'issued', total: { amount: 11_900_00 } });
  await act(rep, 'quotations', quote.id, 'send');
  const letter = await office.letter('ida@harbour.example');
  expect(letter.raw).toContain('application/pdf');
  const link = letter.tokens.at(-1)!;
  const seen = await answer<{ hash: string; document: { total: number } }>(anybody.post('/api/v1/public/quotations/look', { token: link }));
  await answer(anybody.post('/api/v1/public/quotations/accept', { token: link, hash: seen.hash, name: 'Ida Falk', signature: 'Ida Falk' }));
  expect(await read(rep, `sales/quotations/${quote.id}`)).toMatchObject({ state: 'accepted' });
  expect(await read(rep, `sales/opportunities/${opportunityId}`)).toMatchObject({ outcome: 'won', amount: { amount: 10_000_00, currency: 'EUR' } });

  // Ordered, invoiced and paid.
  await act(manager, 'quotations', quote.id, 'convert', { invoice: true });
  const [invoice] = await listed(manager, `sales/invoices?filter[companyId]=${companyId}`);
  expect(invoice).toMatchObject({ state: 'issued', openTotal: { amount: 11_900_00 } });
  const payment = await made(manager, 'payments', { companyId, amount: { amount: 11_900_00, currency: 'EUR' }, receivedOn: today, reference: 'Transfer' });
  await act(manager, 'payments', payment.id, 'record');
  await act(manager, 'payments', payment.id, 'allocate', { invoiceId: invoice!.id });
  expect(await read(manager, `sales/invoices/${invoice!.id}`)).toMatchObject({ state: 'paid', openTotal: { amount: 0 } });

  // The target is met, and the dashboard says so, number by number.
  const met = await read<{ data: { target: { id: string }; percent: number }[] }>(rep, 'sales/attainment');
  expect(met.data).toMatchObject([{ target: { id: target.id }, percent: 100 }]);
  const { figures } = await read<{ figures: Record<string, { now: { value: number; amount: object | null; records: { path: string; where: object } } }> }>(rep, 'sales/dashboard?owner=me');
  expect(figures).toMatchObject({ won: { now: { value: 1, amount: { amount: 10_000_00, currency: 'EUR' } } }, winRate: { now: { value: 100 } }, leads: { now: { value: 1 } }, converted: { now: { value: 1 } }, done: { now: { value: 1 } } });
  const { path, where } = figures['won']!.now.records;
  expect((await answer<{ data: Row[] }>(rep.post(`${path}/query`, { where }))).data.map(({ id }) => id)).toEqual([opportunityId]);
  const happened = await world.inside('A', (tenancy) => tenancy.read<{ what: string }>({ text: `SELECT DISTINCT what FROM ledger_entry WHERE organization_id = $1 AND kind = 'fact'`, values: [world.organizations.A.id] }));
  expect(happened.map(({ what }) => what)).toEqual(expect.arrayContaining(['form.submitted', 'lead.captured', 'lead.assigned', 'lead.converted', 'deal.created', 'deal.stage-changed', 'quote.sent', 'quote.accepted', 'deal.won', 'payment.received']));

  // The other organisation has noticed nothing.
  expect(await picture(world.as('B', 'owner'))).toEqual(elsewhere);
  expect(await told(world.as('B', 'rep'))).toEqual([]);
}, 120_000);
