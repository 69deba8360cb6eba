import 'reflect-metadata';
import { Controller, Get, Injectable } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { FeatureModule, featureOf } from './feature-module.js';
import { serving } from './serving.js';

@Injectable()
class Greeting {
  readonly text = 'hello';
}

@Controller('contacts')
class ContactsController {
  constructor(private readonly greeting: Greeting) {}

  @Get()
  list(): string {
    return this.greeting.text;
  }
}

@Controller('tickets')
class TicketsController {
  @Get()
  list(): string {
    return 'tickets';
  }
}

@Controller('me')
class MeController {
  @Get()
  show(): string {
    return 'me';
  }
}

class Contact {}
class MergeContacts {}
class NotAFeature {}

@FeatureModule({ product: 'sales', resources: [Contact], actions: [MergeContacts], controllers: [ContactsController], providers: [Greeting] })
class ContactsModule {}

@FeatureModule({ product: 'support', controllers: [TicketsController] })
class TicketsModule {}

@FeatureModule({ platform: 'identity', controllers: [MeController] })
class IdentityModule {}

const ALL = [ContactsModule, TicketsModule, IdentityModule];

describe('MODULES', () => {
  it('serves everything when it is empty', () => {
    expect(serving([], ALL)).toEqual(ALL);
  });

  it('serves what it names, and always what belongs to the platform', () => {
    expect(serving(['sales'], ALL)).toEqual([ContactsModule, IdentityModule]);
    expect(serving(['identity'], ALL)).toEqual([IdentityModule]);
  });

  it('stops the boot at a name that does not exist, and suggests the nearest', () => {
    expect(() => serving(['sales', 'suport'], ALL)).toThrow('MODULES names "suport", which does not exist. Did you mean "support"? Known: identity, sales, support.');
    expect(() => serving(['telephony'], ALL)).toThrow('MODULES names "telephony", which does not exist. Known: identity, sales, support.');
  });

  it('refuses a module that says of itself nothing', () => {
    expect(() => serving([], [NotAFeature])).toThrow('NotAFeature is listed among the features but is not one: decorate it with @FeatureModule().');
  });

  it('keeps what the kernel reads of a feature', () => {
    expect(featureOf(ContactsModule)).toEqual({ product: 'sales', platform: false, resources: [Contact], actions: [MergeContacts], providers: [Greeting, MergeContacts], firstSteps: [] });
  });

  it('leaves the routes of other products out of the process', async () => {
    const module = await Test.createTestingModule({ imports: serving(['sales'], ALL) }).compile();
    const app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
    await app.init();
    const status = async (url: string): Promise<number> => (await app.inject(url)).statusCode;
    expect([await status('/contacts'), await status('/me'), await status('/tickets')]).toEqual([200, 200, 404]);
    await app.close();
  });
});
