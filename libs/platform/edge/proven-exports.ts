import { Injectable, type OnModuleInit } from '@nestjs/common';
import { StepUp } from '#platform/identity/factors/step-up.js';
import { Routes } from './routes.js';

/** Whoever has a second factor shows it before a file with all records leaves the house. The routes of nouns are made by the kernel, which knows of no factors. */
@Injectable()
export class ProvenExports implements OnModuleInit {
  constructor(private readonly routes: Routes) {}

  onModuleInit(): void {
    for (const { controller, name, handler } of this.routes.all()) {
      if (name === 'export' && 'resource' in controller) StepUp('with-factor')(controller, name, { value: handler });
    }
  }
}
