import { Inject, Injectable } from '@nestjs/common';
import type { ResourceClass } from '#kernel/field/reference.js';
import type { Ability } from '#kernel/gate/ability.js';
import { Gate } from '#kernel/gate/gate.js';
import { factStatement } from '#kernel/pipeline/facts.js';
import { Forbidden } from '#kernel/pipeline/problem.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import type { FirstStep } from '#platform/modules/feature-module.js';
import { sayingIn, WORDS, type Words } from '#platform/words/words.js';
import { Invitation } from '../invitation/invitation.js';
import { firstRecords, lastFact } from './first-steps.query.js';

export const FIRST_STEPS = Symbol('first steps');

const DISMISSED = 'first-steps.dismissed';
const RECALLED = 'first-steps.recalled';

export interface FirstSteps {
  dismissed: boolean;
  steps: { key: string; say: string; noun: string; done: boolean }[];
}

/** What whoever sets up an organisation should do first. Nothing is ticked: it is done when the ledger says so. */
@Injectable()
export class Checklist {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly gate: Gate,
    private readonly registry: Registry,
    @Inject(FIRST_STEPS) private readonly declared: readonly FirstStep[],
    @Inject(WORDS) private readonly words: Words,
  ) {}

  async read(): Promise<FirstSteps> {
    const ability = await this.gate.ability();
    if (!this.isAdministrator(ability)) return { dismissed: false, steps: [] };
    const inTheirs = sayingIn(this.words, ability.access.language);
    const organizationId = currentOrganizationId();
    const steps = this.declared.map(({ key, say, noun }) => ({ key, say: inTheirs(`firstStep.${key}`, say), noun: this.registry.of(noun as ResourceClass).name }));
    const records = await this.tenancy.read<{ noun: string; at: Date | null }>(firstRecords(organizationId, steps.map(({ noun }) => noun)));
    const [last] = await this.tenancy.read<{ what: string }>(lastFact(organizationId, [DISMISSED, RECALLED]));
    const done = new Set(records.filter(({ at }) => at !== null).map(({ noun }) => noun));
    return { dismissed: last?.what === DISMISSED, steps: steps.map((step) => ({ ...step, done: done.has(step.noun) })) };
  }

  /** For the whole organisation, until somebody wants it back. */
  async dismiss(dismissed: boolean): Promise<void> {
    if (!this.isAdministrator(await this.gate.ability())) throw new Forbidden('The first steps are for those who set up the organisation.');
    const organizationId = currentOrganizationId();
    await this.tenancy.write(factStatement(dismissed ? DISMISSED : RECALLED, 'organization', organizationId, {}));
  }

  private isAdministrator(ability: Ability): boolean {
    return ability.of(this.registry.of(Invitation)).may('create');
  }
}
