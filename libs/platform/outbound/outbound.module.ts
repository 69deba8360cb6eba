import { Global, Module } from '@nestjs/common';
import { Names } from './names.js';
import { Outbound } from './outbound.js';

@Global()
@Module({ providers: [Names, Outbound], exports: [Names, Outbound] })
export class OutboundModule {}
