import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { controllersOf, servedResources } from './derive/http.js';
import { Meta, type Words } from './derive/meta.js';
import { OpenApi } from './derive/openapi.js';
import { SystemRoutes } from './derive/system-routes.js';
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
import { Registry } from './resource/registry.js';
import { Tenancy } from './tenancy/tenancy.js';

export interface KernelOptions {
  registry: Registry;
  access: Type<AccessSource>;
  customFields: Type<CustomFieldSource>;
  words?: Words;
  /** The product modules whose addresses this process answers; the others' nouns are known all the same. */
  serves: (module: string) => boolean;
}

/** Everything that follows from the nouns and verbs of this process. */
@Global()
@Module({})
export class KernelModule {
  static forRoot({ registry, access, customFields, words, serves }: KernelOptions): DynamicModule {
    const served = servedResources(registry, serves);
    const verbs = registry.verbs.filter((verb) => served.includes(registry.of(verb.resource)));
    return {
      module: KernelModule,
      controllers: [...controllersOf(registry, served), SystemRoutes],
      providers: [
        { provide: Registry, useValue: registry },
        { provide: AccessSource, useClass: access },
        { provide: CustomFieldSource, useClass: customFields },
        Nouns,
        { provide: Hooks, inject: [ModuleRef], useFactory: (modules: ModuleRef) => new Hooks(registry, (owner) => modules.get(owner as Type<object>, { strict: false })) },
        {
          provide: ActDoor,
          inject: [Tenancy, Gate, Nouns, ReadDoor, WriteDoor, ModuleRef],
          useFactory: (tenancy: Tenancy, gate: Gate, nouns: Nouns, read: ReadDoor, write: WriteDoor, modules: ModuleRef) =>
            new ActDoor(tenancy, gate, nouns, read, write, verbs, (verbClass) => modules.get(verbClass as Type<object>, { strict: false })),
        },
        { provide: OpenApi, useValue: new OpenApi(registry, served) },
        { provide: Meta, inject: [Gate, Nouns], useFactory: (gate: Gate, nouns: Nouns) => new Meta(gate, nouns, served, words) },
        Gate,
        ReadDoor,
        SearchDoor,
        WriteDoor,
        BulkDoor,
        PrivacyDoor,
        Transfer,
      ],
      exports: [Registry, Nouns, AccessSource, Gate, OpenApi, ReadDoor, SearchDoor, WriteDoor, ActDoor, BulkDoor, PrivacyDoor, Transfer],
    };
  }
}
