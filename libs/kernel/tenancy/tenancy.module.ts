import { type DynamicModule, Global, Module } from '@nestjs/common';
import { getDataSourceToken, TypeOrmModule, type TypeOrmModuleOptions } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import type { Pool } from 'pg';
import { Seal } from './seal.js';
import { PlatformDatabase, Tenancy } from './tenancy.js';

export interface TenancyOptions {
  appUrl: string;
  platformUrl: string;
  /** Connections each process holds at most, for tenant data. */
  pool: number;
  sealKey: Buffer;
  /** False behind poolers that lose prepared statements between transactions (pgbouncer before 1.21). */
  preparedStatements: boolean;
}

@Global()
@Module({})
export class TenancyModule {
  static forRoot(options: TenancyOptions): DynamicModule {
    return {
      module: TenancyModule,
      imports: [
        TypeOrmModule.forRoot(connection('app', options.appUrl, options.pool)),
        TypeOrmModule.forRoot(connection('platform', options.platformUrl, Math.max(2, Math.ceil(options.pool / 4)))),
      ],
      providers: [
        { provide: Tenancy, inject: [getDataSourceToken('app')], useFactory: (app: DataSource) => new Tenancy(poolOf(app), new Seal(options.sealKey), options.preparedStatements) },
        { provide: PlatformDatabase, inject: [getDataSourceToken('platform')], useFactory: (platform: DataSource) => new PlatformDatabase(poolOf(platform), options.preparedStatements) },
      ],
      exports: [Tenancy, PlatformDatabase],
    };
  }
}

function connection(name: string, url: string, max: number): TypeOrmModuleOptions {
  return {
    name,
    type: 'postgres',
    url,
    poolSize: max,
    entities: [],
    installExtensions: false,
    retryAttempts: 1,
    applicationName: `tessera-${name}`,
    extra: { pipeline: true, connectionTimeoutMillis: 5_000, idleTimeoutMillis: 30_000, keepAlive: true, allowExitOnIdle: false },
  };
}

function poolOf(dataSource: DataSource): Pool {
  return (dataSource.driver as PostgresDriver).master as Pool;
}
