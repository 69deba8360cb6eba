import { CustomFieldSource, Nouns } from '#kernel/resource/custom-fields.js';
import type { Registry } from '#kernel/resource/registry.js';

class NoFields extends CustomFieldSource {
  override definitions() {
    return Promise.resolve([]);
  }
}

/** The nouns as the product declares them, for organisations without fields of their own. */
export function builtInNouns(registry: Registry): Nouns {
  return new Nouns(registry, new NoFields());
}
