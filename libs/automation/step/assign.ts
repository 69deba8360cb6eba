import { viewpointOf } from '#kernel/gate/access.js';
import { readCondition } from '#kernel/gate/condition.js';
import { ALWAYS, NEVER, type Predicate } from '#kernel/gate/predicate.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { isUuid } from '#kernel/tenancy/uuid.js';
import { isObject, NEXT, type Step } from '../graph/graph.js';
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
    const { members, team } = step.among as { members?: string[]; team: string };
    const series = `automation ${hand.run.workflowId} ${step.key}`;
    const { memberId, present, able } = await hand.tools.assigner.choose({ noun, series, among: members ? { members } : { team }, by: step.by as 'turns' | 'load', open: openOf(step, noun, hand), capacity: step.capacity === undefined ? null : Number(step.capacity) });
    if (memberId === null) return { outcome: 'nobody', note: { present } };
    await hand.update(noun, id, { [noun.owner!.name]: memberId });
    return { outcome: NEXT, note: { member: memberId, among: able } };
  },
};

/** Only what is open counts, where the step says what that is. */
function openOf({ open }: Step, noun: ResourceModel, { ground }: Hand): Predicate {
  if (open === undefined) return ALWAYS;
  const fields = ground.ability.of(ground.registry.get(noun.name)).openFields();
  return readCondition(open, (name) => fields.find((field) => field.name === name), viewpointOf(ground.ability.access, currentScope().clock), () => undefined) ?? NEVER;
}
