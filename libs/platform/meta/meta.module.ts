import { type DynamicModule, Module } from '@nestjs/common';
import { Gate } from '#kernel/gate/gate.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { Served } from '#kernel/resource/served.js';
import { Meta, type Words } from './meta.js';
import { MetaRoutes } from './meta.routes.js';

/** What the browser draws its screens from, in the words that the product gives. */
@Module({})
export class MetaModule {
  static forRoot(words: Words): DynamicModule {
    return {
      module: MetaModule,
      controllers: [MetaRoutes],
      providers: [{ provide: Meta, inject: [Gate, Nouns, Served], useFactory: (gate: Gate, nouns: Nouns, served: Served) => new Meta(gate, nouns, served.nouns, words) }],
    };
  }
}
