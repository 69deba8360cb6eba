import { Global, Module, type DynamicModule } from '@nestjs/common';
import { configureSecretBox } from '#kernel/field/secret-box.js';
import { Config, loadConfig } from './config.js';

/** Gives the `Config` to every constructor that names it, and the box of secrets its key. */
@Global()
@Module({})
export class ConfigModule {
  static forRoot(config: Config = loadConfig()): DynamicModule {
    configureSecretBox(config.encryptionKey);
    return { module: ConfigModule, providers: [{ provide: Config, useValue: config }], exports: [Config] };
  }
}
