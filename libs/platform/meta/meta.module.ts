import { Module } from '@nestjs/common';
import { Gate } from '#kernel/gate/gate.js';
import { Nouns } from '#kernel/resource/custom-fields.js';
import { Served } from '#kernel/resource/served.js';
import { WORDS, type Words } from '#platform/words/words.js';
import { Meta } from './meta.js';
import { MetaRoutes } from './meta.routes.js';

/** What the browser draws its screens from, in the words that the product gives. */
@Module({
  controllers: [MetaRoutes],
  providers: [{ provide: Meta, inject: [Gate, Nouns, Served, WORDS], useFactory: (gate: Gate, nouns: Nouns, { nouns: served }: Served, words: Words) => new Meta(gate, nouns, served, words) }],
})
export class MetaModule {}
