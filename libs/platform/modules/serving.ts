import type { Type } from '@nestjs/common';
import { featureOf } from './feature-module.js';
import { knownNames } from './known-names.js';

/** The features this process serves: all of them, or those of the products that MODULES names together with the platform's own. */
export function serving(asked: readonly string[], features: readonly Type[]): Type[] {
  const names = [...new Set(features.map((module) => featureOf(module).product))].sort();
  const products = asked.length > 0 ? knownNames('MODULES', asked, names) : names;
  return features.filter((module) => featureOf(module).platform || products.includes(featureOf(module).product));
}
