import { Controller, Get, Header, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Anyone } from '#kernel/gate/route.js';
import { SigningKeys } from './signing-keys.js';

@ApiExcludeController()
@Controller({ path: '.well-known/jwks.json', version: VERSION_NEUTRAL })
export class JwksController {
  constructor(private readonly keys: SigningKeys) {}

  @Get()
  @Anyone('Whoever is shown one of our tokens must be able to check it.')
  @Header('cache-control', 'public, max-age=300')
  keysThatSign(): ReturnType<SigningKeys['jwks']> {
    return this.keys.jwks();
  }
}
