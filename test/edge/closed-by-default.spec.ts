import { Controller, Get, Injectable, Module, Post, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Anyone, InOrganization } from '#kernel/gate/route.js';
import { TestDatabase } from '#test/worlds/database.js';
import { startApi } from './api.js';

@Controller('forgotten')
class ForgottenController {
  @Get() @Anyone('The test needs a marked one beside it.') marked(): void {}
  @Post('a') write(): void {}
  @Get('b') read(): void {}
}
@Module({ controllers: [ForgottenController] })
class ForgottenModule {}

@Controller('marked')
@InOrganization()
class MarkedController {
  @Get() members(): void {}
  @Get('open') @Anyone('The method speaks louder than its class.') open(): string {
    return 'open';
  }
}
@Module({ controllers: [MarkedController] })
class MarkedModule {}

@Injectable()
class RawRoutes implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.get('/raw', () => 'raw');
    fastify.get('/raw/open', { config: { open: 'The test says so.' } }, () => 'open');
  }
}
@Module({ providers: [RawRoutes] })
class RawModule {}

let database: TestDatabase;

beforeAll(async () => {
  database = await TestDatabase.create();
});
afterAll(() => database.drop());

describe('Closed by default', () => {
  it('does not start while a route has no mark, and names all of them with the cure', async () => {
    const boot = startApi(database, {}, {}, [ForgottenModule]);
    await expect(boot).rejects.toThrow(/ForgottenController\.write \(POST\)\n.*ForgottenController\.read \(GET\)\nWrite @InOrganization\(\), @SignedIn\(\) or @Anyone/);
  });

  it('does not start while a route passes by the guard, and names it alone', async () => {
    await expect(startApi(database, {}, {}, [RawModule])).rejects.toThrow(/by the guard:\n {2}- GET \/raw\n(?: {2}- HEAD \/raw\n)?Make each/);
  });

  it('starts when all are marked, by class or by method', async () => {
    const api = await startApi(database, {}, {}, [MarkedModule]);
    expect((await api.inject({ url: '/api/v1/marked' })).statusCode).toBe(401);
    expect((await api.inject({ url: '/api/v1/marked/open' })).body).toBe('open');
    await api.app.close();
  });

  it('needs a reason for an open route', () => {
    expect(() => Anyone(' ')).toThrow('reason');
  });
});
