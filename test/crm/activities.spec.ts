import { RemindOfActivity } from '#crm/activity/reminders.js';
import { inOrganization, Tenancy } from '#kernel/tenancy/tenancy.js';
import type { WorkInHand } from '#platform/work/work-kind.js';
import { TwoTenants, type Person } from '#test/worlds/two-tenants.js';

interface Found { id: string; title: string; state: string; startsAt: { at: string; zone: string } | null; seriesId: string | null; slot: string | null; version: number }
let world: TwoTenants;
beforeAll(async () => {
  world = await TwoTenants.create();
}, 120_000);
afterAll(() => world?.close());

const rep = () => world.as('A', 'rep');
const member = (person: Person) => world.organizations.A.members[person];
const activities = async (query: string) => (await rep().get(`/api/v1/sales/${query}`)).json<{ data: Found[] }>().data;
const made = async (path: string, body: object, caller = rep()) => {
  const answer = await caller.post(`/api/v1/sales/${path}`, body);
  if (answer.statusCode >= 300) throw new Error(answer.body);
  return answer.body ? answer.json<Found>() : ({} as Found);
};
const inDays = (days: number, time: string) => `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T${time}Z`;

it('A1 timed items store instant + IANA zone; all-day items are DATE, so that 1 May picked at 22:00 in Los Angeles stores 1 May; never both', async () => {
  const timed = await made('activities', { title: 'Call', kind: 'call', startsAt: { at: '2031-03-31T07:00:00Z', zone: 'Europe/Paris' }, duration: 'PT30M' });
  expect(timed.startsAt).toMatchObject({ zone: 'Europe/Paris' });
  const due = await made('activities', { title: 'Due', day: '2031-05-01' });
  expect(due).toMatchObject({ day: '2031-05-01', startsAt: null });
  // Whatever the hour and zone of whoever stores or reads it.
  const stored = (zone: string) => world.inside('A', (tenancy) => tenancy.transaction(async (transaction) => {
    await transaction.query({ text: `SELECT set_config('TimeZone', $1, true)`, values: [zone] });
    return transaction.query({ text: `SELECT pg_typeof(day)::text AS type, day::text AS day, extract(hour FROM '2031-05-02T05:00:00Z'::timestamptz)::int AS hour FROM activity WHERE organization_id = $1 AND id = $2 AND $3 <> ''`, values: [world.organizations.A.id, due.id, zone] });
  }));
  expect([await stored('America/Los_Angeles'), await stored('Pacific/Auckland')]).toEqual([[{ type: 'date', day: '2031-05-01', hour: 22 }], [{ type: 'date', day: '2031-05-01', hour: 17 }]]);
  const both = await rep().post('/api/v1/sales/activities', { title: 'Both', day: '2031-05-01', startsAt: { at: '2031-05-01T07:00:00Z', zone: 'UTC' } });
  expect(both.json<{ errors: { at: string }[] }>().errors.map(({ at }) => at)).toEqual(['day']);
  const done = await made(`activities/${timed.id}/complete`, { outcome: 'successful', note: 'They want an offer' });
  expect(done).toMatchObject({ state: 'done', outcome: 'successful', completedAt: expect.any(String) });
  expect((await rep().post(`/api/v1/sales/activities/${timed.id}/complete`, {})).statusCode).toBe(409);
  expect((await rep().get(`/api/v1/sales/activities/${timed.id}/timeline`)).body).toContain('activity.completed');
});

it('A1 "today / overdue" list what is timed and what takes whole days', async () => {
  await made('activities', { title: 'Late', startsAt: { at: inDays(-3, '09:00:00'), zone: 'Europe/Berlin' } });
  await made('activities', { title: 'Late day', day: inDays(-3, '').slice(0, 10) });
  await made('activities', { title: 'Fair', day: inDays(-3, '').slice(0, 10), lastDay: inDays(3, '').slice(0, 10) });
  expect((await activities('agenda?when=overdue&filter[ownerId]=me')).map(({ title }) => title).sort()).toEqual(['Late', 'Late day']);
  expect((await activities('agenda?when=today')).map(({ title }) => title)).toEqual(['Fair']);
  expect((await rep().get('/api/v1/sales/agenda?when=soon')).statusCode).toBe(400);
});

it('A1 recurrence edits: this / following / all', async () => {
  const first = await made('activities', { title: 'Weekly', kind: 'meeting', startsAt: { at: '2031-03-18T08:00:00Z', zone: 'Europe/Paris' } });
  const { seriesId } = await made(`activities/${first.id}/repeat`, { rule: 'FREQ=WEEKLY;COUNT=6' });
  const all = () => activities(`activities?filter[startsAt][gte]=2031-01-01&filter[kind]=meeting&sort=startsAt`);
  const six = await all();
  expect(six.map(({ startsAt }) => startsAt!.at.slice(0, 16))).toEqual(['2031-03-18T08:00', '2031-03-25T08:00', '2031-04-01T07:00', '2031-04-08T07:00', '2031-04-15T07:00', '2031-04-22T07:00']);
  await rep().patch(`/api/v1/sales/activities/${six[1]!.id}`, { title: 'Only this' });
  await made(`activities/${six[3]!.id}/change-series`, { scope: 'following', values: { title: 'From here' }, time: '14:00' });
  const now = await all();
  expect(now.map(({ title }) => title)).toEqual(['Weekly', 'Only this', 'Weekly', 'From here', 'From here', 'From here']);
  expect(now.map(({ startsAt }) => startsAt!.at.slice(11, 16))).toEqual(['08:00', '08:00', '07:00', '12:00', '12:00', '12:00']);
  expect([now[2]!.seriesId, now[3]!.seriesId === seriesId]).toEqual([seriesId, false]);
  await made(`activities/${now[4]!.id}/end-series`, { scope: 'following' });
  expect((await all()).map(({ state }) => state)).toEqual(['open', 'open', 'open', 'open', 'cancelled', 'cancelled']);
  await made(`activities/${six[0]!.id}/change-series`, { scope: 'all', values: { priority: 'high' } });
  expect((await rep().post(`/api/v1/sales/activities/${six[0]!.id}/repeat`, { rule: 'FREQ=WEEKLY' })).statusCode).toBe(409);
});

it('A1 a reminder fires exactly once per occurrence and person, also when a worker starts over; rescheduling moves it, completing cancels it', async () => {
  const start = { at: '2031-06-02T10:00:00Z', zone: 'UTC' };
  const activity = await made('activities', { title: 'Be there', kind: 'meeting', startsAt: start, remindBefore: 900 });
  await made('activity-attendees', { activityId: activity.id, name: 'Other', subject: 'member', recordId: member('otherRep') });
  await rep().patch(`/api/v1/sales/activities/${activity.id}`, { title: 'Be there in time' });
  expect(await reminders(activity.id)).toHaveLength(2);
  const remind = (work: Planned) => inOrganization(world.organizations.A.id, { kind: 'member', accountId: world.organizations.A.accounts[work.actor], memberId: member(work.actor) }, () => world.get(Tenancy).transaction(() => world.get(RemindOfActivity).do(work as never as WorkInHand<never>)));
  const [mine, theirs] = (await reminders(activity.id)) as [Planned, Planned];
  expect([await remind(theirs), await remind(theirs)]).toEqual(['Told.', 'They have been told already.']);
  await rep().patch(`/api/v1/sales/activities/${activity.id}`, { startsAt: { at: '2031-06-03T10:00:00Z', zone: 'UTC' } });
  expect(await remind(mine)).toBe('It was moved.');
  const moved = (await reminders(activity.id)).filter(({ about }) => about.start.startsWith('2031-06-03'));
  expect(moved).toHaveLength(2);
  expect((await world.as('A', 'otherRep').post(`/api/v1/sales/invitations/${activity.id}/answer`, { answer: 'declined' })).statusCode).toBe(204);
  expect(await remind(moved.find(({ actor }) => actor === 'otherRep')!)).toBe('They are not coming.');
  await made(`activities/${activity.id}/complete`, {});
  expect(await remind(moved.find(({ actor }) => actor === 'rep')!)).toBe('It is done, called off or gone.');
  expect((await world.as('A', 'support').post(`/api/v1/sales/invitations/${activity.id}/answer`, { answer: 'accepted' })).statusCode).toBe(404);
});

it('A1 two bookings of one resource overlapping by a minute: the database refuses the second', async () => {
  const room = await made('bookable-resources', { name: 'Room 1' }, world.as('A', 'manager'));
  const activity = await made('activities', { title: 'In the room', kind: 'meeting', startsAt: { at: '2031-07-01T09:00:00Z', zone: 'UTC' }, duration: 3_600 });
  await made('bookings', { purpose: 'Ours', bookableId: room.id, activityId: activity.id, startsAt: '2031-07-01T09:00:00Z', endsAt: '2031-07-01T10:00:00Z' });
  const overlapping = await world.as('A', 'otherRep').post('/api/v1/sales/bookings', { purpose: 'Theirs', bookableId: room.id, startsAt: '2031-07-01T09:59:00Z', endsAt: '2031-07-01T11:00:00Z' });
  expect([overlapping.statusCode, overlapping.json<{ errors: { rule: string }[] }>().errors[0]!.rule]).toEqual([409, 'overlap']);
  await made('bookings', { purpose: 'Next', bookableId: room.id, startsAt: '2031-07-01T10:00:00Z', endsAt: '2031-07-01T11:00:00Z' }, world.as('A', 'otherRep'));
  expect((await rep().patch(`/api/v1/sales/activities/${activity.id}`, { duration: 3_660 })).statusCode).toBe(409);
  expect((await rep().patch(`/api/v1/sales/activities/${activity.id}`, { state: 'cancelled' })).statusCode).toBe(200);
  await made('bookings', { purpose: 'Free now', bookableId: room.id, startsAt: '2031-07-01T09:00:00Z', endsAt: '2031-07-01T10:00:00Z' });
});

it('A1 a calendar feed answers at a secret address to nobody but its holder, until it is drawn anew or closed', async () => {
  const feed = await made('calendar-feeds', { name: 'Phone', ownerId: member('rep') });
  const draw = async () => new URL((await rep().post(`/api/v1/sales/calendar-feeds/${feed.id}/address`)).json<{ address: string }>().address).pathname;
  expect((await world.as('A', 'owner').post(`/api/v1/sales/calendar-feeds/${feed.id}/address`)).statusCode).toBe(403);
  const [former, address] = [await draw(), await draw()];
  const anyone = world.as('A', 'anon');
  const answer = await anyone.get(address);
  expect([answer.statusCode, answer.headers['content-type'], (await anyone.get(former)).statusCode]).toEqual([200, 'text/calendar; charset=utf-8', 404]);
  expect(answer.body).toContain('BEGIN:VTIMEZONE\r\nTZID:Europe/Paris');
  expect(answer.body).toMatch(/RRULE:FREQ=WEEKLY;UNTIL=20310407T215959Z/);
  const manager = world.as('A', 'manager');
  await made('activities', { title: 'At the end of time', startsAt: { at: '9998-12-31T09:00:00Z', zone: 'Europe/Paris' } });
  const board = await made('activities', { title: 'Board', startsAt: { at: '2031-09-01T09:00:00Z', zone: 'UTC' }, ownerId: member('manager') }, manager);
  await made(`activities/${board.id}/repeat`, { rule: 'FREQ=DAILY;COUNT=3' }, manager);
  const second = (await manager.get('/api/v1/sales/activities?filter[title]=Board&sort=startsAt')).json<{ data: Found[] }>().data[1]!;
  await made('activity-attendees', { activityId: second.id, name: 'Rep', subject: 'member', recordId: member('rep') }, manager);
  const seen = (await anyone.get(address)).body;
  expect(seen.split('BEGIN:VEVENT').filter((event) => event.includes('SUMMARY:Board')).map((event) => [event.match(/DTSTART.*/)![0], event.includes('RRULE')])).toEqual([['DTSTART;TZID=UTC:20310902T090000', false]]);
  expect((await world.as('A', 'owner').get(`/api/v1/sales/calendar-feeds/${feed.id}`)).body).not.toContain(address.slice(-47, -4));
  await rep().delete(`/api/v1/sales/calendar-feeds/${feed.id}`);
  expect((await anyone.get(address)).statusCode).toBe(404);
});

interface Planned { about: { activityId: string; start: string; before: number }; effectKey: string; actor: Person }

async function reminders(activityId: string): Promise<Planned[]> {
  const statement = { text: `SELECT about, effect_key AS "effectKey", actor_id AS actor FROM work WHERE organization_id = $1 AND kind = 'remind-of-activity' AND about ->> 'activityId' = $2 ORDER BY actor_id = $3 DESC, id`, values: [world.organizations.A.id, activityId, member('rep')] };
  const rows = await world.inside('A', (tenancy) => tenancy.read<Planned>(statement));
  return rows.map((row) => ({ ...row, actor: row.actor === member('rep') ? 'rep' : 'otherRep' }));
}
