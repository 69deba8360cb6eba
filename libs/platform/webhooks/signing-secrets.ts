import { Injectable } from '@nestjs/common';
import { secret as secretType } from '#kernel/field/secret.js';
import { factStatement } from '#kernel/pipeline/facts.js';
import { NotFound } from '#kernel/pipeline/problem.js';
import { ReadDoor } from '#kernel/pipeline/read.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId, currentScope } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Authority } from '#platform/access/authority.js';
import { mustBeChangeable } from './changeable.js';
import { newSigningSecret } from './signature.js';
import { giveSigningSecret, lockSubscription } from './subscription.query.js';
import { WebhookSubscription } from './webhook-subscription.js';

export interface IssuedSecret {
  id: string;
  /** Shown this once. */
  secret: string;
  formerUntil: string | null;
}

/** Draws the secrets that messages are signed with. Whoever draws one answers for the subscription from then on. */
@Injectable()
export class SigningSecrets {
  constructor(
    private readonly read: ReadDoor,
    private readonly registry: Registry,
    private readonly tenancy: Tenancy,
    private readonly authority: Authority,
  ) {}

  async draw(id: string, overlapHours: number): Promise<IssuedSecret> {
    await mustBeChangeable(this.read, this.registry.of(WebhookSubscription), id);
    const organizationId = currentOrganizationId();
    const at = currentScope().clock.now();
    return this.tenancy.transaction(async (transaction) => {
      const acting = await this.authority.acting();
      const [known] = await transaction.query<{ issued: boolean }>(lockSubscription(organizationId, id));
      if (!known || !acting) throw new NotFound();
      const secret = newSigningSecret();
      const formerUntil = known.issued && overlapHours > 0 ? new Date(at.getTime() + overlapHours * 3_600_000) : null;
      await transaction.query(giveSigningSecret(organizationId, id, { secret: sealed(secret), ownerId: acting.memberId, at, formerUntil }));
      await transaction.query(factStatement(known.issued ? 'webhookSubscription.rotated' : 'webhookSubscription.issued', 'webhookSubscription', id, { formerUntil: formerUntil?.toISOString() ?? null }));
      return { id, secret, formerUntil: formerUntil?.toISOString() ?? null };
    });
  }
}

function sealed(secret: string): Buffer {
  return secretType.accept(secret, { required: true, options: {} } as never, () => undefined)![''] as Buffer;
}
