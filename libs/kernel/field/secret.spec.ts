import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { runInScope, anonymousScope } from '#kernel/tenancy/scope.js';
import { organizationId } from '#test/worlds/database.js';
import { complaints, fieldOf } from '#test/worlds/fields.js';
import { reveal } from './secret.js';
import { configureSecretBox } from './secret-box.js';

const field = fieldOf('secret');
const seal = (text: string) => field.type.accept(text, field, complaints().complain)!['']! as Buffer;
const within = <R>(n: number, work: () => R): R => runInScope({ ...anonymousScope('test'), organizationId: organizationId(n) }, work);

describe('A secret', () => {
  const [old, current] = [randomBytes(32), randomBytes(32)];
  beforeEach(() => configureSecretBox(old));

  it('opens as it was given, and is never sealed alike twice', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes('\u0000')), (text) => {
      expect(reveal(seal(text))).toBe(text);
    }));
    expect(reveal(seal(' with blanks \r\n'))).toBe(' with blanks \r\n');
    expect(seal('same').equals(seal('same'))).toBe(false);
    expect(seal('canary').includes('canary')).toBe(false);
  });

  it('opens in its own organisation alone', () => {
    const sealed = within(1, () => seal('token'));
    expect(within(1, () => reveal(sealed))).toBe('token');
    expect(() => within(2, () => reveal(sealed))).toThrow();
    expect(() => reveal(sealed)).toThrow();
  });

  it('outlives a change of keys, but not the loss of its key', () => {
    const sealed = seal('token');
    configureSecretBox(current, old);
    expect(reveal(sealed)).toBe('token');
    configureSecretBox(current);
    expect(() => reveal(sealed)).toThrow('ENCRYPTION_KEY');
  });

  it('does not open when a byte was changed', () => {
    const sealed = seal('token');
    for (let index = 0; index < sealed.length; index++) {
      const changed = Buffer.from(sealed);
      changed[index]! ^= 1;
      expect(() => reveal(changed)).toThrow();
    }
  });

  it('needs a key of 32 bytes', () => expect(() => configureSecretBox(Buffer.alloc(16))).toThrow('32 bytes'));
});
