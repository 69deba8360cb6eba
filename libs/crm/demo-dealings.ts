import type { Json } from '#kernel/field/field.js';
import type { DemoRow } from '#platform/demo/rows.query.js';
import type { DemoChapter, DemoPage } from '#platform/demo/world.js';
import { ActivityAttendee } from './activity/activity-attendee.js';
import { ActivitySeries } from './activity/activity-series.js';
import { Activity } from './activity/activity.js';
import { dayOf, momentOfSlot, slotOfMoment, slotsOf } from './activity/recurrence.js';
import { BookableResource } from './booking/bookable-resource.js';
import { Booking } from './booking/booking.js';
import { CommunicationParty } from './communication/communication-party.js';
import { Communication } from './communication/communication.js';
import { Consent } from './consent/consent.js';
import { Contact } from './contact/contact.js';
import { NOTES, TALKS, TO_DO } from './demo-talk.js';
import { excerptOf } from './note/note-text.js';
import { Note } from './note/note.js';
import { Segment, SegmentEntry } from './segment/segment.js';

const DAY_MS = 24 * 60 * 60 * 1_000;
const TALKED = 360;
const NOTED = 220;
const DONE = 200;
const OPEN = 160;
const ASKED = 240;
const GUESTS = 30;
/** Of a weekly meeting: some behind us, some ahead. */
const [WEEKS_BACK, WEEKS] = [8, 20];

interface Person {
  id: string;
  createdAt: Date;
  name: string;
  email: string | null;
  ownerId: string;
}

const dealings: DemoChapter = {
  name: 'activities and conversations',
  async tell(page) {
    const people = peopleOf(await page.records<Contact>(Contact, ['firstName', 'lastName', 'email', 'ownerId']));
    const some = () => page.chance.pick(people);
    await talk(page, Array.from({ length: TALKED }, some));
    await page.add(Note, Array.from({ length: NOTED }, () => note(page, some())));
    await page.add(Activity, Array.from({ length: DONE + OPEN }, (_, n) => activity(page, some(), n < DONE)));
    await meetWeekly(page);
    await page.add(Consent, Array.from({ length: ASKED }, some).flatMap((person) => consents(page, person)));
    await divide(page, some);
  },
};

export const DEALING_CHAPTERS: DemoChapter[] = [dealings];

function peopleOf(contacts: readonly (Contact & { id: string; createdAt: Date })[]): Person[] {
  return contacts.flatMap(({ id, createdAt, firstName, lastName, email, ownerId }) => (ownerId ? [{ id, createdAt, name: [firstName, lastName].filter(Boolean).join(' '), email, ownerId }] : []));
}

async function talk(page: DemoPage, people: readonly Person[]): Promise<void> {
  const { chance, calendar } = page;
  const talks = people.map((person) => {
    const at = calendar.moment(chance, person.createdAt);
    const { channel, title, body } = chance.pick(TALKS);
    const direction = chance.weighted({ outbound: 3, inbound: 2 });
    const fields = { title, channel, direction, body, at: at.toISOString(), duration: channel === 'call' || channel === 'meeting' ? chance.whole(2, 18) * 300 : null, outcome: channel === 'call' ? chance.weighted({ successful: 5, unsuccessful: 1, 'left-message': 2, 'no-answer': 1 }) : null };
    return { person, direction, row: row(page, person, at, { ...fields, ...hangsOn(person), ownerId: person.ownerId }) };
  });
  await page.add(Communication, talks.map(({ row: made }) => made));
  await page.add(CommunicationParty, talks.map(({ person, direction, row: made }) => row(page, person, made.createdAt, { communicationId: made.id, role: direction === 'inbound' ? 'from' : 'to', name: person.name, address: person.email, ...hangsOn(person) })));
}

function note(page: DemoPage, person: Person): DemoRow {
  const body = page.chance.pick(NOTES);
  return row(page, person, page.calendar.moment(page.chance, person.createdAt), { body, excerpt: excerptOf(body), pinned: page.chance.yes(0.08), ...hangsOn(person), ownerId: person.ownerId });
}

/** What is done lies behind us; what is open is due within some weeks, or has been for some days. */
function activity(page: DemoPage, person: Person, isDone: boolean): DemoRow {
  const { chance, calendar, organization } = page;
  const { kind, title, location, minutes } = chance.pick(TO_DO);
  const recent = new Date(Math.max(person.createdAt.getTime(), calendar.now.getTime() - 20 * DAY_MS));
  const createdAt = calendar.moment(chance, isDone ? person.createdAt : recent);
  const completedAt = isDone ? calendar.after(chance, createdAt, 21) : null;
  const day = dayOf(slotOfMoment((completedAt ?? new Date(calendar.now.getTime() + chance.whole(-3, 18) * DAY_MS)).toISOString(), organization.timeZone));
  const slot = `${day}T${String(chance.whole(8, 16)).padStart(2, '0')}:${chance.pick(['00', '15', '30'])}:00`;
  const time = minutes === null ? { day } : { startsAt: { at: momentOfSlot(slot, organization.timeZone), zone: organization.timeZone }, duration: minutes * 60, remindBefore: isDone ? null : 900 };
  return row(page, person, createdAt, {
    title, kind, location, startsAt: null, duration: null, day: null, remindBefore: null, ...time, state: isDone ? 'done' : 'open', priority: chance.weighted({ normal: 7, high: 2, low: 1 }),
    completedAt: completedAt?.toISOString() ?? null, outcome: isDone && kind === 'call' ? chance.weighted({ successful: 4, 'left-message': 1 }) : null, ...hangsOn(person), ownerId: person.ownerId,
  });
}

/** The sellers meet every Monday, in a room that is booked for it. */
async function meetWeekly(page: DemoPage): Promise<void> {
  const { chance, calendar, organization, members } = page;
  const zone = organization.timeZone;
  const sellers = members.filter(({ share }) => share > 0);
  const host = sellers.find(({ role }) => role === 'sales-manager')!;
  const createdAt = new Date(calendar.now.getTime() - (WEEKS_BACK + 1) * 7 * DAY_MS);
  const own = (fields: DemoRow['fields']): DemoRow => ({ id: chance.uuid(createdAt), createdAt, createdBy: host.id, fields });
  const rooms = [['Conference room', 'room', 14], ['Small meeting room', 'room', 4], ['Delivery van', 'vehicle', 3], ['Demonstration unit', 'equipment', null]].map(([name, kind, places]) => own({ name: name!, kind: kind!, places: places!, isBookable: true }));
  await page.add(BookableResource, rooms);

  const rule = `FREQ=WEEKLY;BYDAY=MO;COUNT=${WEEKS}`;
  const monday = new Date(createdAt.getTime() + ((8 - createdAt.getUTCDay()) % 7) * DAY_MS).toISOString().slice(0, 10);
  const begins = (slot: string) => ({ at: momentOfSlot(slot, zone), zone });
  const series = own({ rule, startsAt: begins(`${monday}T09:00:00`), ownerId: host.id });
  await page.add(ActivitySeries, [series]);
  const meetings = slotsOf(rule, `${monday}T09:00:00`, null, WEEKS).map((slot) => {
    const isOver = Date.parse(begins(slot).at) < calendar.now.getTime();
    return own({ title: 'Sales meeting', kind: 'meeting', state: isOver ? 'done' : 'open', completedAt: isOver ? begins(slot).at : null, startsAt: begins(slot), duration: 3_600, priority: 'normal', location: 'Conference room', seriesId: series.id, slot, ownerId: host.id });
  });
  await page.add(Activity, meetings);
  await page.add(ActivityAttendee, meetings.flatMap(({ id }) => sellers.slice(0, 6).map((member) => own({ activityId: id, name: member.name, address: member.email, subject: 'member', recordId: member.id, answer: chance.weighted({ accepted: 6, tentative: 1, waiting: 2, declined: 1 }), isOptional: false }))));
  await page.add(Booking, meetings.map(({ id, fields }) => {
    const { at } = fields.startsAt as { at: string };
    return own({ purpose: 'Sales meeting', bookableId: rooms[0]!.id, activityId: id, startsAt: at, endsAt: new Date(Date.parse(at) + 3_600_000).toISOString(), ownerId: host.id });
  }));
}

/** Most have agreed to be written to, and a few have thought again. */
function consents(page: DemoPage, person: Person): DemoRow[] {
  const { chance, calendar } = page;
  if (!person.email) return [];
  const given = calendar.moment(chance, person.createdAt);
  const said = (answer: string, at: Date) => row(page, person, at, { channel: 'mail', purpose: 'marketing', answer, at: at.toISOString(), source: chance.pick(['Form on the website', 'Trade fair', 'Call']), textVersion: '2', address: person.email, ...hangsOn(person) });
  return [said('given', given), ...(chance.yes(0.12) ? [said('withdrawn', calendar.after(chance, given, 200))] : [])];
}

async function divide(page: DemoPage, some: () => Person): Promise<void> {
  const { chance, calendar, members } = page;
  const createdAt = calendar.beginning;
  const ownerId = members.find(({ role }) => role === 'marketing')!.id;
  const own = (fields: DemoRow['fields']): DemoRow => ({ id: chance.uuid(createdAt), createdAt, createdBy: ownerId, fields });
  const by = (name: string, of: string, condition: Json) => own({ name, of, kind: 'dynamic', condition, ownerId });
  const guests = own({ name: 'Guests of the house fair', of: 'contact', kind: 'fixed', condition: null, ownerId });
  await page.add(Segment, [
    by('Large companies that are not customers yet', 'company', { and: [{ field: 'employees', operator: 'gte', value: 250 }, { field: 'stage', operator: 'eq', value: 'prospect' }] }),
    by('Customers with an address to write to', 'contact', { and: [{ field: 'stage', operator: 'eq', value: 'customer' }, { field: 'email', operator: 'filled' }] }),
    guests,
  ]);
  const invited = new Map(Array.from({ length: GUESTS }, some).map((person) => [person.id, person]));
  await page.add(SegmentEntry, [...invited.values()].map((person) => row(page, person, calendar.moment(chance, person.createdAt), { segmentId: guests.id, ...hangsOn(person) })));
}

function row({ chance }: DemoPage, { ownerId }: Person, createdAt: Date, fields: DemoRow['fields']): DemoRow {
  return { id: chance.uuid(createdAt), createdAt, createdBy: ownerId, fields };
}

function hangsOn({ id }: Person): { subject: string; recordId: string } {
  return { subject: 'contact', recordId: id };
}
