import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags, ApiUnauthorizedResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Anyone, SignedIn } from '#kernel/gate/route.js';
import { Unauthenticated } from '#kernel/pipeline/problem.js';
import { NeverKept } from '#platform/edge/idempotency.interceptor.js';
import { clientOf } from '#platform/identity/client.js';
import { StepUp } from '#platform/identity/factors/step-up.js';
import { nearestLanguage, type Language } from '#platform/mail/letter.js';
import { OnboardingThrottle } from '../throttle.js';
import { AddressConfirmedAnswer, AddressInput, ASKED, MailAskedAnswer, LinkInput, NewPasswordInput, RegisteredAnswer, RegistrationInput } from './account.dto.js';
import { AddressChanges } from './address-change.js';
import { PasswordReset } from './password-reset.js';
import { Registration } from './registration.js';

/** What people do about their account with the help of their mailbox. */
@ApiTags('identity')
@ApiUnauthorizedResponse()
@Controller()
export class AccountController {
  constructor(
    private readonly registration: Registration,
    private readonly reset: PasswordReset,
    private readonly addresses: AddressChanges,
    private readonly throttle: OnboardingThrottle,
  ) {}

  @Post('auth/registration')
  @HttpCode(202)
  @NeverKept()
  @Anyone('Whoever registers has no account yet.')
  @ApiOperation({ summary: 'Register', description: 'Sends a link to the address. The answer is the same whether there is an account already.' })
  @ApiAcceptedResponse({ type: MailAskedAnswer })
  async register(@Body() { email, language }: AddressInput, @Req() request: FastifyRequest): Promise<MailAskedAnswer> {
    await this.throttle.admitMail('registration', email, request.ip);
    await this.registration.ask(email, spoken(language, request));
    return ASKED;
  }

  @Post('auth/registration/confirm')
  @NeverKept()
  @Anyone('The link is the proof.')
  @ApiOperation({ summary: 'Open the account', description: 'Uses the link up. Sign in afterwards.' })
  @ApiCreatedResponse({ type: RegisteredAnswer })
  async confirmRegistration(@Body() { token, ...person }: RegistrationInput, @Req() request: FastifyRequest): Promise<RegisteredAnswer> {
    await this.throttle.admitLink(request.ip);
    const account = await this.registration.confirm(token, person, clientOf(request));
    return { email: account.email, name: account.name };
  }

  @Post('auth/password-reset')
  @HttpCode(202)
  @NeverKept()
  @Anyone('Whoever has forgotten the password cannot sign in.')
  @ApiOperation({ summary: 'Forget the password', description: 'Sends a link to the address, if there is an account with it. The answer does not tell.' })
  @ApiAcceptedResponse({ type: MailAskedAnswer })
  async forget(@Body() { email, language }: AddressInput, @Req() request: FastifyRequest): Promise<MailAskedAnswer> {
    await this.throttle.admitMail('password-reset', email, request.ip);
    await this.reset.ask(email, spoken(language, request));
    return ASKED;
  }

  @Post('auth/password-reset/confirm')
  @HttpCode(204)
  @NeverKept()
  @Anyone('The link is the proof.')
  @ApiOperation({ summary: 'Choose a new password', description: 'Uses the link up and ends all sessions. A second factor stays.' })
  async choose(@Body() { token, password }: NewPasswordInput, @Req() request: FastifyRequest): Promise<void> {
    await this.throttle.admitLink(request.ip);
    await this.reset.confirm(token, password, clientOf(request));
  }

  @Post('me/email')
  @HttpCode(202)
  @NeverKept()
  @SignedIn()
  @StepUp()
  @ApiOperation({ summary: 'Change the e-mail address', description: 'Sends a link to both addresses. The address changes when both have confirmed; the former one can refuse, and undo it within 7 days.' })
  @ApiAcceptedResponse({ type: MailAskedAnswer })
  async changeAddress(@Body() { email, language }: AddressInput, @Req() request: FastifyRequest): Promise<MailAskedAnswer> {
    const { actor } = request.scope;
    if (!('accountId' in actor)) throw new Unauthenticated();
    await this.throttle.admitAccount('address-change', actor.accountId);
    await this.addresses.ask(actor.accountId, email, spoken(language, request), clientOf(request));
    return ASKED;
  }

  @Post('auth/address/confirm')
  @HttpCode(200)
  @NeverKept()
  @Anyone('The link is the proof.')
  @ApiOperation({ summary: 'Confirm an e-mail address', description: 'Uses the link up. Once both addresses have confirmed, the account moves and all sessions end.' })
  @ApiOkResponse({ type: AddressConfirmedAnswer })
  async confirmAddress(@Body() { token }: LinkInput, @Req() request: FastifyRequest): Promise<AddressConfirmedAnswer> {
    await this.throttle.admitLink(request.ip);
    return { changed: await this.addresses.confirm(token, clientOf(request)) };
  }

  @Post('auth/address/refuse')
  @HttpCode(204)
  @NeverKept()
  @Anyone('The link is the proof.')
  @ApiOperation({ summary: 'Refuse or undo a change of the e-mail address', description: 'Uses the link up and ends all sessions.' })
  async refuseAddress(@Body() { token }: LinkInput, @Req() request: FastifyRequest): Promise<void> {
    await this.throttle.admitLink(request.ip);
    await this.addresses.refuse(token, clientOf(request));
  }
}

/** What was asked for, else the first language that the browser asks for. */
function spoken(language: Language | undefined, { headers }: FastifyRequest): Language {
  return language ?? nearestLanguage(headers['accept-language']?.split(/[,;]/)[0]);
}
