import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Config, loadConfig } from './config.js';

/** Gives the `Config` to every constructor that names it. */
@Global()
@Module({})
export class ConfigModule {
  static forRoot(config: Config = loadConfig()): DynamicModule {
    return { module: ConfigModule, providers: [{ provide: Config, useValue: config }], exports: [Config] };
  }
}
