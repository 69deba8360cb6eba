import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { controllersOf } from './derive/http.js';
import { Transfer } from './derive/transfer.js';
import { AccessSource } from './gate/access.js';
import { Gate } from './gate/gate.js';
import { ActDoor } from './pipeline/act.js';
import { BulkDoor } from './pipeline/bulk.js';
import { Hooks } from './pipeline/hooks.js';
import { PrivacyDoor } from './pipeline/privacy.js';
import { ReadDoor } from './pipeline/read.js';
import { SearchDoor } from './pipeline/search.js';
import { WriteDoor } from './pipeline/write.js';
import { CustomFieldSource, Nouns } from './resource/custom-fields.js';
import type { InstanceOf } from './resource/provided.js';
import { Registry } from './resource/registry.js';
import { Served } from './resource/served.js';
import { Tenancy } from './tenancy/tenancy.js';

export interface KernelOptions {
  registry: Registry;
  access: Type<AccessSource>;
  customFields: Type<CustomFieldSource>;
  /** The product modules whose addresses this process answers; the others' nouns are known all the same. */
  serves: (module: string) => boolean;
  /** Classes of the features that this process does not serve: nobody provides them here, and that is no fault. */
  leftOut: ReadonlySet<object>;
}

/** Everything that follows from the nouns and verbs of this process. */
@Global()
@Module({})
export class KernelModule {
  static forRoot({ registry, access, customFields, serves, leftOut }: KernelOptions): DynamicModule {
    const served = new Served(registry, serves);
    return {
      module: KernelModule,
      controllers: controllersOf(registry, served),
      providers: [
        { provide: Registry, useValue: registry },
        { provide: Served, useValue: served },
        { provide: AccessSource, useClass: access },
        { provide: CustomFieldSource, useClass: customFields },
        Nouns,
        { provide: Hooks, inject: [ModuleRef], useFactory: (modules: ModuleRef) => new Hooks(registry, instancesFrom(modules), leftOut) },
        {
          provide: ActDoor,
          inject: [Tenancy, Gate, Nouns, ReadDoor, WriteDoor, ModuleRef],
          useFactory: (tenancy: Tenancy, gate: Gate, nouns: Nouns, read: ReadDoor, write: WriteDoor, modules: ModuleRef) => new ActDoor(tenancy, gate, nouns, read, write, served, instancesFrom(modules)),
        },
        Gate,
        ReadDoor,
        SearchDoor,
        WriteDoor,
        BulkDoor,
        PrivacyDoor,
        Transfer,
      ],
      exports: [Registry, Served, Nouns, AccessSource, Gate, ReadDoor, SearchDoor, WriteDoor, ActDoor, BulkDoor, PrivacyDoor, Transfer],
    };
  }
}

function instancesFrom(modules: ModuleRef): InstanceOf {
  return (provided) => modules.get(provided as Type<object>, { strict: false });
}
