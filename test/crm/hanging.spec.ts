import { CarryOver } from '#crm/carry-over/carry-over.js';
import { TwoTenants } from '#test/worlds/two-tenants.js';

interface Found { id: string; subject: string | null; recordId: string | null; title?: string }
let world: TwoTenants;
beforeAll(async () => {
  world = await TwoTenants.create();
}, 120_000);
afterAll(() => world?.close());

const rep = () => world.as('A', 'rep');
const manager = () => world.as('A', 'manager');
const list = async (caller: ReturnType<typeof rep>, path: string) => (await caller.get(`/api/v1/sales/${path}`)).json<{ data: Found[] }>().data;
const made = async (caller: ReturnType<typeof rep>, path: string, body: object) => {
  const answer = await caller.post(`/api/v1/sales/${path}`, body);
  if (answer.statusCode !== 201) throw new Error(answer.body);
  return answer.json<Found>();
};

it('A1 seeing an activity never reveals a parent record the user cannot read, in lists, filters, changes and history', async () => {
  const [mine, theirs] = world.organizations.A.contacts;
  const activity = await made(manager(), 'activities', { title: 'Prepare', kind: 'call', subject: 'contact', recordId: theirs, ownerId: world.organizations.A.members.rep });
  expect(activity.recordId).toBe(theirs);
  const seen = (await rep().get(`/api/v1/sales/activities/${activity.id}`)).json<Found>();
  expect(seen).toMatchObject({ title: 'Prepare', subject: null, recordId: null });
  expect(await list(rep(), `activities?filter[recordId]=${theirs}`)).toEqual([]);
  expect((await list(rep(), `activities?filter[recordId][ne]=${mine}`)).map(({ id }) => id)).not.toContain(activity.id);
  expect((await rep().get('/api/v1/sales/activities?sort=recordId')).statusCode).toBe(400);
  const asked = async (where: object) => (await rep().post('/api/v1/sales/activities/query', { where })).json<{ data: Found[] }>().data.map(({ id }) => id);
  const at = (value: string | undefined) => ({ field: 'recordId', operator: 'eq', value });
  expect([await asked(at(theirs)), await asked({ not: at(theirs) }), await asked({ not: at(mine) })]).toEqual([[], [activity.id], [activity.id]]);
  const changed = await rep().patch(`/api/v1/sales/activities/${activity.id}`, { title: 'Prepare well' });
  expect(changed.statusCode).toBe(200);
  const everything = [changed, await rep().get(`/api/v1/sales/activities/${activity.id}/timeline`), await rep().get('/api/v1/search?q=Prepare'), await rep().get('/api/v1/sales/activities')];
  for (const { body } of everything) expect(body).not.toContain(theirs);
  await rep().patch(`/api/v1/sales/activities/${activity.id}`, { subject: 'contact', recordId: mine });
  expect((await list(rep(), `activities?filter[subject]=contact&filter[recordId]=${mine}`)).map(({ id }) => id)).toEqual([activity.id]);
  expect([await asked({ and: [{ field: 'subject', operator: 'eq', value: 'contact' }, at(mine)] }), await asked({ not: at(mine) })]).toEqual([[activity.id], []]);
  expect((await rep().get(`/api/v1/sales/activities/${activity.id}/timeline`)).body).not.toContain(theirs);
});

it('notes and communications are read by whoever may read their record, and by nobody else', async () => {
  const [mine, theirs] = world.organizations.A.contacts;
  const note = await made(manager(), 'notes', { body: '<p>They are <strong>leaving</strong> us</p>', subject: 'contact', recordId: theirs });
  const own = await made(rep(), 'notes', { body: '<p>Likes tea &amp; biscuits</p>', subject: 'contact', recordId: mine });
  expect(own).toMatchObject({ excerpt: 'Likes tea & biscuits' });
  expect((await list(rep(), 'notes')).map(({ id }) => id)).toEqual([own.id]);
  expect((await rep().get(`/api/v1/sales/notes/${note.id}`)).statusCode).toBe(404);
  expect((await list(manager(), 'notes?q=leaving')).map(({ id }) => id)).toEqual([note.id]);
  expect(await list(rep(), 'notes?q=leaving')).toEqual([]);
  const call = await made(rep(), 'communications', { title: 'First call', channel: 'call', direction: 'outbound', subject: 'contact', recordId: mine, outcome: 'successful' });
  const party = await made(rep(), 'communication-parties', { communicationId: call.id, name: 'Canary', subject: 'contact', recordId: mine });
  expect((await world.as('A', 'otherRep').get(`/api/v1/sales/communication-parties/${party.id}`)).statusCode).toBe(404);
  expect((await world.as('A', 'otherRep').post('/api/v1/sales/communication-parties', { communicationId: call.id, name: 'Nobody' })).statusCode).toBe(400);
  expect((await rep().get(`/api/v1/sales/contacts/${mine}/timeline`)).body).toContain('communication.logged');
});

it('takes along what hangs on a record, deleted or not, within the transaction of the caller', async () => {
  const [from, to] = [world.organizations.A.contacts[0]!, world.organizations.A.contacts[2]!];
  await made(rep(), 'consents', { channel: 'mail', purpose: 'marketing', answer: 'given', source: 'a form', subject: 'contact', recordId: from });
  await rep().post('/api/v1/workspace/reminders', { text: 'Ask again', at: '2030-01-01T09:00:00Z', subject: 'contact', recordId: from });
  const moved = await world.inside('A', () => world.get(CarryOver).carry({ subject: 'contact', recordId: from }, { subject: 'contact', recordId: to }));
  expect(moved).toEqual({ activity: 1, note: 1, communication: 1, communicationParty: 1, consent: 1, reminder: 1 });
  expect((await list(manager(), `notes?filter[recordId]=${to}`)).map(({ recordId }) => recordId)).toEqual([to]);
  expect(await list(rep(), 'notes')).toEqual([]);
});
