import { Unprocessable } from '#kernel/pipeline/problem.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Member } from '#platform/identity/member.js';
import { TeamMember } from '#platform/identity/team.js';
import type { Json } from '#kernel/field/field.js';
import { isUuid } from '#kernel/tenancy/uuid.js';
import { isObject, NEXT, type Step } from '../graph/graph.js';
import { nextTurn } from '../run/run.query.js';
import type { Hand } from '../run/hand.js';
import type { Outcome, StepType } from './step-type.js';

const MOST_MEMBERS = 200;

/** Gives a record to one of several members: in turn, or to whoever has the least to do; nobody beyond their capacity, and no one absent. */
export const assign: StepType = {
  name: 'assign',
  say: 'Assign to somebody',
  outcomes: () => [NEXT, 'nobody'],
  check(step, check) {
    if (!check.inputs(step, ['among', 'by'], ['record', 'open', 'capacity'])) return;
    const noun = check.nounOf(step.record, 'record');
    if (noun && !noun.owner) check.fault('record', 'owner', `${noun.label} has no owner who could be assigned.`);
    if (noun) check.noun(noun.name, 'record', 'update');
    if (noun) check.condition(step.open, noun, 'open');
    const { members, team } = isObject(step.among) ? step.among : {};
    const listed = Array.isArray(members) && members.length > 0 && members.length <= MOST_MEMBERS && members.every(isUuid);
    if (!listed && !isUuid(team)) check.fault('among', 'members', `Must be { "members": [ids] } with 1 to ${MOST_MEMBERS} of them, or { "team": id }.`);
    if (step.by !== 'turns' && step.by !== 'load') check.fault('by', 'choice', 'Must be "turns" or "load".');
    if (step.capacity !== undefined && !(Number.isInteger(step.capacity) && Number(step.capacity) >= 1)) check.fault('capacity', 'range', 'Must be a whole number of records, at least 1.');
  },
  async do(step, hand): Promise<Outcome> {
    const { noun, id } = hand.mustBe(step.record);
    const present = await presentAmong(step, hand);
    // Counted while nobody else is: two runs at once would give the same one both records.
    const [{ turn } = { turn: 1 }] = await hand.tools.tenancy.write<{ turn: number }>(nextTurn(currentOrganizationId(), `automation ${hand.run.workflowId} ${step.key}`));
    const loads = step.by === 'load' || step.capacity !== undefined ? await loadsOf(present, noun, step, hand) : new Map<string, number>();
    const able = present.filter((member) => step.capacity === undefined || loads.get(member)! < Number(step.capacity));
    if (able.length === 0) return { outcome: 'nobody', note: { present: present.length } };
    const inTurn = able.map((_, n) => able[(turn - 1 + n) % able.length]!);
    const chosen = step.by === 'load' ? inTurn.reduce((least, member) => (loads.get(member)! < loads.get(least)! ? member : least)) : inTurn[0]!;
    await hand.update(noun, id, { [noun.owner!.name]: chosen });
    return { outcome: NEXT, note: { member: chosen, among: able.length } };
  },
};

async function presentAmong({ among }: Step, hand: Hand): Promise<string[]> {
  const { members, team } = among as { members?: string[]; team?: string };
  const { registry } = hand.ground;
  const wanted = members ?? (await listed(hand, registry.of(TeamMember), { field: 'teamId', operator: 'eq', value: team! }, 'memberId'));
  if (wanted.length === 0) throw new Unprocessable('Nobody is in this team.');
  const active = await listed(hand, registry.of(Member), { and: [{ field: 'id', operator: 'in', value: wanted }, { field: 'status', operator: 'eq', value: 'active' }] }, 'id');
  return wanted.filter((id) => active.includes(id));
}

async function listed(hand: Hand, noun: ResourceModel, where: Json, field: string): Promise<string[]> {
  const page = JSON.parse(await hand.tools.read.list(noun, { filters: [], where, fields: field, limit: MOST_MEMBERS, sort: 'id' })) as { data: { [name: string]: string }[] };
  return page.data.map((row) => row[field]!);
}

/** Only what is open counts, where the step says what that is. */
async function loadsOf(members: readonly string[], noun: ResourceModel, { open }: Step, hand: Hand): Promise<Map<string, number>> {
  const loads = new Map<string, number>();
  for (const member of members) {
    const own = { field: noun.owner!.name, operator: 'eq', value: member };
    const { count } = JSON.parse(await hand.tools.read.total(noun, { filters: [], where: open === undefined ? own : { and: [own, open] } })) as { count: number };
    loads.set(member, count);
  }
  return loads;
}
