import { Injectable } from '@nestjs/common';
import { reveal } from '#kernel/field/secret.js';
import { Gate } from '#kernel/gate/gate.js';
import { Forbidden, Unprocessable } from '#kernel/pipeline/problem.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { Outbound } from '#platform/outbound/outbound.js';
import { Credential } from './credential.js';
import { credentialNamed, hostsOfCredentials, type CredentialRow } from './credential.query.js';

/** What steps refer to by name: known while they are drawn, opened at the moment in which it is sent, and never written down. */
@Injectable()
export class Credentials {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly gate: Gate,
    private readonly nouns: Nouns,
    private readonly outbound: Outbound,
  ) {}

  /** The hosts of each that whoever is in scope may refer to. */
  async known(): Promise<ReadonlyMap<string, readonly string[]>> {
    if (!(await this.mayRefer())) return new Map();
    const found = await this.tenancy.read<CredentialRow>(hostsOfCredentials(currentOrganizationId()));
    return new Map(found.map(({ name, hosts }) => [name, hosts]));
  }

  async open(name: string, url: URL): Promise<string> {
    if (!(await this.mayRefer())) throw new Forbidden('The member as whom the workflow runs may not use credentials.');
    const [found] = await this.tenancy.read<CredentialRow>(credentialNamed(currentOrganizationId(), name));
    if (!found) throw new Unprocessable(`There is no credential "${name}" any more.`);
    if (!found.hosts.includes(url.host)) throw new Unprocessable(`The credential "${name}" may not be sent to ${url.host}. Its hosts are ${found.hosts.join(', ')}.`);
    if (url.protocol !== 'https:' && !this.outbound.isExcepted(url.hostname, Number(url.port || 80))) throw new Unprocessable(`The credential "${name}" is only sent by https.`);
    if (!found.value) throw new Unprocessable(`The credential "${name}" has no value yet.`);
    return reveal(found.value);
  }

  private async mayRefer(): Promise<boolean> {
    return (await this.gate.ability()).of((await this.nouns.here()).of(Credential)).may('read');
  }
}
