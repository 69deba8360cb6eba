import { type DynamicModule, Global, Module } from '@nestjs/common';
import { WORDS, type Words } from './words.js';

/** In which words a process speaks of its nouns. */
@Global()
@Module({})
export class WordsModule {
  static forRoot(words: Words): DynamicModule {
    return { module: WordsModule, providers: [{ provide: WORDS, useValue: words }], exports: [WORDS] };
  }
}
