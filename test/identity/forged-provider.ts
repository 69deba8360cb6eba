import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A provider that says whatever the test wants it to: what is signed how, and where it claims to be. */
export class ForgedProvider {
  readonly asked: string[] = [];
  metadata: Record<string, unknown> = {};
  header: Record<string, unknown> = {};
  claims: Record<string, unknown> = {};
  signsWith: KeyObject | null;
  private readonly pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  private constructor(
    readonly issuer: string,
    private readonly server: Server,
  ) {
    this.signsWith = this.pair.privateKey;
  }

  static async create(port: number): Promise<ForgedProvider> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const forged = new ForgedProvider(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, server);
    server.on('request', (request, response) => {
      const path = new URL(request.url!, forged.issuer).pathname;
      forged.asked.push(path);
      response.setHeader('content-type', 'application/json').end(JSON.stringify(forged.answer(path)));
    });
    return forged;
  }

  close(): Promise<unknown> {
    return new Promise((resolve) => this.server.close(resolve));
  }

  private answer(path: string): object {
    const { issuer } = this;
    if (path === '/jwks') return { keys: [{ ...this.pair.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'ES256', use: 'sig' }] };
    if (path === '/token') return { access_token: 'x', token_type: 'Bearer', id_token: this.token() };
    return { issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks`, id_token_signing_alg_values_supported: ['ES256'], response_types_supported: ['code'], subject_types_supported: ['public'], ...this.metadata };
  }

  private token(): string {
    const now = Math.floor(Date.now() / 1_000);
    const parts = [{ alg: 'ES256', kid: 'one', ...this.header }, { iss: this.issuer, aud: 'tessera', sub: 'forged', iat: now, exp: now + 60, ...this.claims }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return `${parts}.${this.signsWith ? sign('sha256', Buffer.from(parts), { key: this.signsWith, dsaEncoding: 'ieee-p1363' }).toString('base64url') : ''}`;
  }
}
