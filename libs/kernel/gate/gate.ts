import { Injectable } from '@nestjs/common';
import { actorIdOf, currentOrganizationId, currentScope, type Actor } from '#kernel/tenancy/scope.js';
import { Forbidden } from '#kernel/pipeline/problem.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import type { ResourceModel } from '#kernel/resource/model.js';
import type { Registry } from '#kernel/resource/registry.js';
import { Ability } from './ability.js';
import { AccessSource, SYSTEM_ACCESS, viewpointOf, type Access } from './access.js';

/** A change of rights takes effect within this time, everywhere. */
const FRESH_FOR_MS = 4_000;
const MOST_REMEMBERED = 20_000;

interface Remembered {
  ability: Promise<Ability>;
  until: number;
}

/** Tells what the actor in scope may do. */
@Injectable()
export class Gate {
  private readonly remembered = new Map<string, Remembered>();

  constructor(private readonly source: AccessSource, private readonly nouns: Nouns) {}

  /** The noun as the actor's organisation has it, and what they may do. */
  async enter(noun: ResourceModel): Promise<{ resource: ResourceModel; ability: Ability; registry: Registry }> {
    const ability = await this.ability();
    const registry = await this.nouns.here();
    return { resource: registry.get(noun.name), ability, registry };
  }

  async ability(): Promise<Ability> {
    const { actor, clock } = currentScope();
    if (actor.kind === 'system') return new Ability(SYSTEM_ACCESS, viewpointOf(SYSTEM_ACCESS, clock));
    if (!('memberId' in actor)) throw new Forbidden('Choose an organisation first.');
    await this.source.stillWelcome();
    const key = `${currentOrganizationId()}:${actorIdOf(actor)}${actor.kind === 'client' ? `:${actor.clientId}:${actor.scopes}` : ''}`;
    const known = this.remembered.get(key);
    // The wall clock: how long rights are trusted is not a matter of business time.
    if (known && known.until > Date.now()) return known.ability;
    const ability = this.load(actor);
    if (this.remembered.size >= MOST_REMEMBERED) this.remembered.clear();
    this.remembered.set(key, { ability, until: Date.now() + FRESH_FOR_MS });
    ability.catch(() => this.remembered.delete(key));
    return ability;
  }

  /** For whoever has just heard that rights have changed, in one organisation or anywhere. */
  forget(organizationId = ''): void {
    for (const key of this.remembered.keys()) if (key.startsWith(organizationId)) this.remembered.delete(key);
  }

  private async load(actor: Actor & { memberId: string }): Promise<Ability> {
    const access = await this.accessOf(actor);
    if (!access) throw new Forbidden('You are no longer a member of this organisation, or your membership is suspended.');
    return new Ability(access, viewpointOf(access, currentScope().clock), await this.nouns.here());
  }

  private accessOf(actor: Actor & { memberId: string }): Promise<Access | null> {
    if (actor.kind === 'key') return this.source.accessOfKey(actor.keyId);
    return actor.kind === 'client' ? this.source.accessOfClient(actor) : this.source.accessOfMember(actor.memberId);
  }
}
