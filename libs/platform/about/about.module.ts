import { Global, Module } from '@nestjs/common';
import { About } from './about.js';

/** For all nouns that hang on records of others. */
@Global()
@Module({ providers: [About], exports: [About] })
export class AboutModule {}
