import { Injectable } from '@nestjs/common';
import type { ResourceClass } from '#kernel/field/reference.js';
import { Registry } from '#kernel/resource/registry.js';
import { currentScope } from '#kernel/tenancy/scope.js';
import { asSystem, inOrganization, Tenancy } from '#kernel/tenancy/tenancy.js';
import type { Statement, Transaction } from '#kernel/tenancy/transaction.js';
import type { Organization } from '#platform/organizations/organization.js';
import { DemoCalendar } from './calendar.js';
import { Chance } from './chance.js';
import { DEMO_ORGANIZATIONS } from './organizations.js';
import { DemoPeople } from './people.js';
import { chapterTold, insertRows, recordsOf, tellChapter, type DemoRow } from './rows.query.js';
import { membersOf, type DemoMember } from './staff.js';

/** One part of the demo world, told beside the nouns that it is about. Chapters are told in order, each once per organisation. */
export interface DemoChapter {
  /** Never changed once released: it tells whether the chapter has been told. */
  name: string;
  tell(page: DemoPage): Promise<void>;
}

/** What a chapter writes on: one organisation, its people, chance and calendar. */
export class DemoPage {
  readonly chance: Chance;
  readonly members: readonly DemoMember[];

  constructor(
    readonly organization: Organization,
    readonly calendar: DemoCalendar,
    chapter: string,
    private readonly registry: Registry,
    private readonly transaction: Transaction,
  ) {
    this.chance = new Chance(`${organization.slug}: ${chapter}`);
    this.members = membersOf(organization);
  }

  async add(noun: ResourceClass, rows: readonly DemoRow[]): Promise<void> {
    for (const statement of insertRows(this.organization.id, this.registry.of(noun), rows)) await this.transaction.query(statement);
  }

  /** What is kept beside records, such as their history. */
  write<R>(statement: Statement): Promise<R[]> {
    return this.transaction.query<R>(statement);
  }

  /** Records of earlier chapters, with the fields that are named. */
  records<R extends object>(noun: ResourceClass, fields: readonly (keyof R & string)[]): Promise<(R & { id: string; createdAt: Date })[]> {
    return this.transaction.query(recordsOf(this.organization.id, this.registry.of(noun), fields));
  }
}

@Injectable()
export class DemoWorld {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly registry: Registry,
    private readonly people: DemoPeople,
  ) {}

  /** Tells the chapters that have not been told yet, and says which those were. */
  tell(chapters: readonly DemoChapter[], now: Date): Promise<string[]> {
    return asSystem('demo world', async () => {
      await this.people.settle();
      // The triggers of each row are the work, and each organisation's are another processor's.
      const told = await Promise.all(DEMO_ORGANIZATIONS.map((organization) => inOrganization(organization.id, currentScope().actor, () => this.tellAll(chapters, organization, now))));
      return told.flat();
    });
  }

  private async tellAll(chapters: readonly DemoChapter[], organization: Organization, now: Date): Promise<string[]> {
    const told: string[] = [];
    for (const chapter of chapters) if (await this.tellOnce(chapter, organization, now)) told.push(`${chapter.name} of ${organization.name}`);
    return told;
  }

  private tellOnce(chapter: DemoChapter, organization: Organization, now: Date): Promise<boolean> {
    return this.tenancy.transaction(async (transaction) => {
      if ((await transaction.query(chapterTold(organization.id, chapter.name))).length > 0) return false;
      await transaction.query(tellChapter(organization.id, chapter.name));
      await chapter.tell(new DemoPage(organization, new DemoCalendar(now), chapter.name, this.registry, transaction));
      return true;
    });
  }
}
