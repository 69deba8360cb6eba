import { Injectable } from '@nestjs/common';
import type { Ability } from '#kernel/gate/ability.js';
import type { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { actorsNamed, type NamedActor, type Told } from './history.query.js';

export interface ShownActor {
  kind: NamedActor['kind'] | 'system' | 'unknown';
  id: string | null;
  /** Null when the reader may not see it, or there is none. */
  name: string | null;
}

const NOUNS = { member: 'member', key: 'apiKey', application: 'oauthClient' } as const;

/** Who did it, as far as the reader may know them. */
@Injectable()
export class Actors {
  constructor(private readonly tenancy: Tenancy) {}

  async of(entries: readonly Pick<Told, 'actorId' | 'reason'>[], ability: Ability, registry: Registry): Promise<(entry: Pick<Told, 'actorId' | 'reason'>) => ShownActor> {
    const ids = [...new Set(entries.flatMap(({ actorId }) => actorId ?? []))];
    const found = ids.length ? await this.tenancy.read<NamedActor>(actorsNamed(currentOrganizationId(), ids)) : [];
    const named = new Map(found.map((actor) => [actor.id, actor]));
    const isOpen = (kind: NamedActor['kind']) => ability.of(registry.get(NOUNS[kind])).rows('read', ['name']).kind === 'always';
    return ({ actorId, reason }) => {
      const actor = actorId === null ? undefined : named.get(actorId);
      if (!actor) return { kind: actorId === null && reason !== null ? 'system' : 'unknown', id: actorId, name: null };
      return { kind: actor.kind, id: actor.id, name: actor.id === ability.access.memberId || isOpen(actor.kind) ? actor.name : null };
    };
  }
}
