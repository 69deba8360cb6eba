import { currentOrganizationId } from '#kernel/tenancy/scope.js';

interface Gathering<V> {
  readonly keys: Set<string>;
  readonly found: Promise<ReadonlyMap<string, V>>;
}

/** What many ask for at the same moment, in one organisation, is read in one statement. */
export class Gathered<V> {
  private readonly open = new Map<string, Gathering<V>>();

  constructor(private readonly read: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>) {}

  async ask(key: string): Promise<V | undefined> {
    const organizationId = currentOrganizationId();
    const gathering = this.open.get(organizationId) ?? this.begin(organizationId);
    gathering.keys.add(key);
    return (await gathering.found).get(key);
  }

  private begin(organizationId: string): Gathering<V> {
    const keys = new Set<string>();
    const found = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      this.open.delete(organizationId);
      return this.read([...keys]);
    });
    const gathering = { keys, found };
    this.open.set(organizationId, gathering);
    return gathering;
  }
}
