import { Injectable } from '@nestjs/common';
import { Ability } from '#kernel/gate/ability.js';
import { AccessSource, viewpointOf, type Access } from '#kernel/gate/access.js';
import { Gate } from '#kernel/gate/gate.js';
import type { Predicate } from '#kernel/gate/predicate.js';
import { Forbidden, Invalid, NotFound } from '#kernel/pipeline/problem.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import type { Registry } from '#kernel/resource/registry.js';
import type { Right } from '#kernel/resource/grants.js';
import { actionsOf, type ResourceModel } from '#kernel/resource/model.js';
import { didYouMean } from '#kernel/resource/names.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Role } from '#platform/identity/role.js';
import { inWords, sentenceFor, type Explained, type OwnerFound, type RuleFound } from './why-words.js';
import { memberName, teamsBetween, whichHold, type Asked } from './why.query.js';
import { rolesHeldBy, type HeldRole } from './standing.query.js';

export interface Question {
  resource: string;
  id: string;
  action: string;
  member: string | null;
}

interface Person {
  name: string;
  status: string;
  roles: HeldRole[];
}

/** Why somebody may or may not do this with that record: their roles, the rules that speak of it, and which of them decided. */
@Injectable()
export class Why {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly gate: Gate,
    private readonly nouns: Nouns,
    private readonly read: ReadDoor,
    private readonly source: AccessSource,
  ) {}

  async answer({ resource, id, action, member }: Question): Promise<Explained> {
    const registry = await this.nouns.here();
    const noun = registry.find(resource);
    if (!noun) throw new Invalid([{ at: 'resource', rule: 'unknown', say: `There is no noun of this name.${didYouMean(resource, registry.resources.map(({ name }) => name))}` }]);
    if (!actionsOf(noun).includes(action)) throw new Invalid([{ at: 'action', rule: 'unknown', say: `Nothing of this name can be done with it.${didYouMean(action, actionsOf(noun))}` }]);
    const { actor } = currentScope();
    const asker = await this.gate.ability();
    const memberId = member ?? ('memberId' in actor ? actor.memberId : '');
    const administers = asker.of(registry.of(Role)).may('update');
    if (memberId !== asker.access.memberId && !administers) throw new Forbidden('Only whoever administers roles may ask this about others.');
    const [person] = await this.tenancy.read<Person>(rolesHeldBy(currentOrganizationId(), memberId, false));
    if (!person) throw new NotFound('There is no such member.');
    const about = { member: { id: memberId, name: person.name, status: person.status, roles: person.roles.map(({ key, name }) => ({ key, name })) }, resource, action, id };
    // Whoever asks learns nothing of a record that they may not read themselves, not even that it is there.
    const known = asker.of(noun).may('read') && (await this.read.get(noun, id, { fields: 'id' }).then(() => true, (error: unknown) => {
      if (error instanceof NotFound) return false;
      throw error;
    }));
    const rules = rulesOf(person.roles, noun, action);
    if (!known) return { ...about, allowed: false, say: `There is no such ${noun.label.toLowerCase()} that you may see.`, owner: null, rules: rules.map(({ rule }) => ({ ...rule, applies: false, decides: false })), fields: { hidden: [], masked: [] } };
    return { ...about, ...(await this.judged(noun, id, action, person, memberId, rules, asker)) };
  }

  private async judged(noun: ResourceModel, id: string, action: string, person: Person, memberId: string, rules: readonly Speaking[], asker: Ability): Promise<Omit<Explained, 'member' | 'resource' | 'action' | 'id'>> {
    const access = await this.source.accessOfMember(memberId);
    const ability = access && abilityOf(access, await this.nouns.here());
    const own = ability?.of(noun);
    const uncertain = own ? [...own.visibility()].filter(([, visibility]) => visibility === 'sometimes').map(([name]) => name) : [];
    const alone = rules.map(({ right }) => (access ? abilityOf({ ...access, rights: [{ ...right, deny: false }] }).of(noun).rows(action) : NOTHING));
    const asked = [own?.rows('read') ?? NOTHING, own?.rows(action) ?? NOTHING, ...alone, ...uncertain.map((name) => own!.rows('read', [name]))];
    const [found] = await this.tenancy.read<Asked>(whichHold(currentOrganizationId(), noun, id, asked));
    if (!found) throw new NotFound();
    const [sees = false, may = false, ...rest] = found.answers;
    const allowed = sees && may;
    const judged = rules.map(({ rule }, index): RuleFound => ({ ...rule, applies: rest[index]!, decides: rest[index]! && (allowed ? rule.effect === 'allow' : rule.effect === 'deny') }));
    const owner = found.owner ? await this.owner(found.owner, memberId, access) : null;
    const shownNow = new Set(uncertain.filter((_name, index) => rest[rules.length + index]));
    // S15: a field that the one who asks cannot see is not named.
    const named = [...(own?.visibility() ?? [])].filter(([name]) => asker.of(noun).visibility().get(name) !== 'hidden');
    const hidden = named.filter(([name, visibility]) => visibility === 'hidden' || (visibility === 'sometimes' && !shownNow.has(name))).map(([name]) => name);
    const masked = named.filter(([, visibility]) => visibility === 'masked').map(([name]) => name);
    const off = access?.modulesOff?.includes(noun.module) ?? false;
    return { allowed, say: sentenceFor({ name: person.name, noun, action, allowed, sees, active: access !== null, off, rules: judged, owner }), owner, rules: judged, fields: { hidden, masked } };
  }

  private async owner(id: string, memberId: string, access: Access | null): Promise<OwnerFound> {
    const [row] = await this.tenancy.read<{ name: string }>(memberName(currentOrganizationId(), id));
    const is = id === memberId ? 'self' : access?.teamMemberIds.includes(id) ? 'team' : access?.treeMemberIds.includes(id) ? 'tree' : 'other';
    const [between] = is === 'team' || is === 'tree' ? await this.tenancy.read<{ path: string[] }>(teamsBetween(currentOrganizationId(), memberId, id)) : [];
    return { id, name: row?.name ?? '', is, path: between?.path ?? [] };
  }
}

const NOTHING: Predicate = { kind: 'never' };

function abilityOf(access: Access, registry: Registry | null = null): Ability {
  return new Ability(access, viewpointOf(access, currentScope().clock), registry);
}

interface Speaking {
  right: Right;
  rule: Omit<RuleFound, 'applies' | 'decides'>;
}

function rulesOf(roles: readonly HeldRole[], noun: ResourceModel, asked: string): Speaking[] {
  const speaks = ({ resource, action }: Right) => (resource === '*' || resource === noun.name) && (action === '*' || action === asked);
  return roles.flatMap(({ key, name, rights }) =>
    rights.filter(speaks).map((right) => {
      const { action, reach, where, deny } = right;
      return { right, rule: { role: key, effect: deny ? ('deny' as const) : ('allow' as const), action, reach, where, say: inWords(name, right, noun) } };
    }),
  );
}
