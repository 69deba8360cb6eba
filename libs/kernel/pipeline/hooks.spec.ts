import { Text } from '#kernel/field/text.js';
import { Resource } from '#kernel/resource/declaration.js';
import { grantsNobody } from '#kernel/resource/grants.js';
import { Registry } from '#kernel/resource/registry.js';
import { TenantRow } from '#kernel/resource/tenant-row.js';
import { Before, Hooks } from './hooks.js';

@Resource({ module: 'sales', label: 'Lamp', plural: 'lamps', title: 'name', icon: 'lamp' })
class Lamp extends TenantRow {
  @Text({ required: true, personal: 'none' }) name!: string;
}
grantsNobody(Lamp);

class LampRules {
  @Before(Lamp)
  check(): void {}
}

const registry = Registry.build([Lamp]);
const nobodyProvides = (): object => {
  throw new Error('unknown provider');
};

describe('A hook whose class no module provides', () => {
  it('stops the boot', () => {
    expect(() => new Hooks(registry, nobodyProvides).onApplicationBootstrap()).toThrow(/LampRules \(.*\): no module provides it/);
  });

  it('is left out where its feature is not served', () => {
    const hooks = new Hooks(registry, nobodyProvides, new Set([LampRules]));
    hooks.onApplicationBootstrap();
    expect(hooks.concern(Lamp, 'create', [])).toBe(false);
  });
});
