import { Choice } from './choice.js';
import { Flag } from './boolean.js';
import { declaredFields } from './declare.js';
import { Money } from './money.js';
import { Num } from './number.js';
import { Phone } from './phone.js';
import { Tags } from './tags.js';
import { Text } from './text.js';

class Base {
  @Text({ required: true }) title!: string;
}

class Thing extends Base {
  @Num({ integer: true }) pieces!: number | null;
  @Num() weight!: number | null;
  @Phone({ country: 'DE' }) phone!: string | null;
  @Money({ currency: 'EUR' }) price!: Money | null;
  @Tags() tags!: string[];
  @Choice({ new: 'New', old: { label: 'Old', pill: 'grey' } }, { default: 'new' }) age!: 'new' | 'old' | null;
}

describe('A declared field', () => {
  it('stands in the order of declaration with the type that its options make', () => {
    expect(declaredFields(Thing).map(({ name, type }) => `${name} ${type.name}`)).toEqual([
      'title text', 'pieces integer', 'weight number', 'phone phone', 'price money', 'tags tags', 'age choice',
    ]);
    expect(declaredFields(Base)).toHaveLength(1);
    expect(declaredFields(Thing)[4]!.options).toEqual({ currency: 'EUR' });
  });

  it('has a property of its own type, else it does not compile', () => {
    class Wrong {
      // @ts-expect-error a text on a number
      @Text() count!: number;
      // @ts-expect-error required, but it may be null
      @Text({ required: true }) name!: string | null;
      // @ts-expect-error a number on a switch
      @Flag() on!: number;
      // @ts-expect-error a choice that is not offered
      @Choice(['a', 'b']) letter!: 'a' | 'c';
      // @ts-expect-error an amount is not a number
      @Money() price!: number;
    }
    expect(declaredFields(Wrong)).toHaveLength(5);
    // @ts-expect-error a default that is not offered
    expect(typeof Choice(['a', 'b'], { default: 'c' })).toBe('function');
    expect(() => Choice(["it's"])).toThrow('must be a name');
    expect(() => Choice([])).toThrow('at least one');
  });
});
