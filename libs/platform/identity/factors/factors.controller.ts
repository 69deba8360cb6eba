import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post, Req } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { SignedIn } from '#kernel/gate/route.js';
import { Unauthenticated } from '#kernel/pipeline/problem.js';
import { PlatformDatabase } from '#kernel/tenancy/tenancy.js';
import { NeverKept } from '#platform/edge/idempotency.interceptor.js';
import { nearestLanguage } from '#platform/mail/letter.js';
import { AccountEvents, type AccountFact } from '../account-events.js';
import type { Account } from '../account.js';
import { accountById } from '../account.query.js';
import type { Alerted } from '../alerts.js';
import { clientOf } from '../client.js';
import type { Identity } from '../identity.js';
import { OVER } from '../sessions/session.js';
import { Sessions } from '../sessions/sessions.js';
import { CeremonyAnswer, FactorAnswer, FactorsAnswer, NameInput, PasskeyEnrolmentInput, RecoveryCodesAnswer, TotpBegunAnswer, TotpConfirmInput } from './factor.dto.js';
import { FactorPolicies } from './factor-policies.js';
import type { Factor } from './factor.query.js';
import { Factors } from './factors.js';
import { Passkeys } from './passkeys.js';
import { StepUp } from './step-up.js';

const FACTOR_ID = { name: 'id', schema: { type: 'string', format: 'uuid', maxLength: 36 } } as const;

/** Setting one up, removing one and drawing codes ask for a fresh proof: whoever has a stolen session must not make it their own. */
@ApiTags('identity')
@SignedIn()
@Controller('auth/factors')
export class FactorsController {
  constructor(
    private readonly platform: PlatformDatabase,
    private readonly factors: Factors,
    private readonly passkeys: Passkeys,
    private readonly policies: FactorPolicies,
    private readonly sessions: Sessions,
    private readonly events: AccountEvents,
  ) {}

  @Get()
  @ApiOperation({ summary: 'My second factors', description: 'With the number of recovery codes that are left, and from when on a factor is demanded.' })
  @ApiOkResponse({ type: FactorsAnswer })
  async list(@Req() request: FastifyRequest): Promise<FactorsAnswer> {
    const { accountId, organizationId } = identityOf(request);
    const [factors, recoveryCodesLeft] = await Promise.all([this.factors.of(accountId), this.factors.recoveryCodesLeft(accountId)]);
    return { factors: factors.map(answerOf), recoveryCodesLeft, demandedFrom: organizationId ? await this.policies.demandedFrom() : null };
  }

  @Post('totp')
  @HttpCode(200)
  @NeverKept()
  @StepUp()
  @ApiOperation({ summary: 'Begin to set up an authenticator app', description: 'It counts once a code of it has been sent to /auth/factors/totp/confirm.' })
  @ApiOkResponse({ type: TotpBegunAnswer })
  async beginTotp(@Body() { name }: NameInput, @Req() request: FastifyRequest): Promise<TotpBegunAnswer> {
    return this.factors.beginTotp(await this.accountOf(request), name.trim());
  }

  @Post('totp/confirm')
  @HttpCode(200)
  @NeverKept()
  @StepUp()
  @ApiOperation({ summary: 'Finish setting up an authenticator app', description: 'With a code of it. Gives recovery codes when it is the first factor.' })
  @ApiOkResponse({ type: RecoveryCodesAnswer })
  async confirmTotp(@Body() { id, code }: TotpConfirmInput, @Req() request: FastifyRequest): Promise<RecoveryCodesAnswer> {
    const recoveryCodes = await this.factors.confirmTotp(await this.personOf(request), id, code);
    await this.sessions.stepUp(identityOf(request).sessionId, 'totp', true);
    await this.tell('factor-added', request, { factor: id, kind: 'totp' });
    return { recoveryCodes };
  }

  @Post('passkey/options')
  @HttpCode(200)
  @NeverKept()
  @StepUp()
  @ApiOperation({ summary: 'Begin to set up a passkey', description: 'Gives what the browser needs to make one, and the token to finish with.' })
  @ApiOkResponse({ type: CeremonyAnswer })
  async beginPasskey(@Req() request: FastifyRequest): Promise<CeremonyAnswer> {
    return this.passkeys.beginEnrolment(await this.accountOf(request), identityOf(request).sessionId);
  }

  @Post('passkey')
  @HttpCode(200)
  @NeverKept()
  @StepUp()
  @ApiOperation({ summary: 'Finish setting up a passkey', description: 'Gives recovery codes when it is the first factor.' })
  @ApiOkResponse({ type: RecoveryCodesAnswer })
  async enrolPasskey(@Body() { token, name, response }: PasskeyEnrolmentInput, @Req() request: FastifyRequest): Promise<RecoveryCodesAnswer> {
    const { sessionId } = identityOf(request);
    const { id, recoveryCodes } = await this.passkeys.enrol(await this.personOf(request), sessionId, token, name.trim(), response);
    await this.sessions.stepUp(sessionId, 'passkey', true);
    await this.tell('factor-added', request, { factor: id, kind: 'passkey' });
    return { recoveryCodes };
  }

  @Post('recovery-codes')
  @HttpCode(200)
  @NeverKept()
  @StepUp()
  @ApiOperation({ summary: 'Draw new recovery codes', description: 'Those that were given before are good no more.' })
  @ApiOkResponse({ type: RecoveryCodesAnswer })
  async drawRecoveryCodes(@Req() request: FastifyRequest): Promise<RecoveryCodesAnswer> {
    const recoveryCodes = await this.factors.newRecoveryCodes(await this.personOf(request));
    await this.tell('recovery-codes-made', request, {});
    return { recoveryCodes };
  }

  @Patch(':id')
  @ApiParam(FACTOR_ID)
  @ApiOperation({ summary: 'Give a second factor another name', description: 'The name is for its person alone, to tell one from the other.' })
  @ApiOkResponse({ type: FactorAnswer })
  async rename(@Param('id', ParseUUIDPipe) id: string, @Body() { name }: NameInput, @Req() request: FastifyRequest): Promise<FactorAnswer> {
    const factor = await this.factors.rename(identityOf(request).accountId, id, name.trim());
    await this.tell('factor-renamed', request, { factor: id });
    return answerOf(factor);
  }

  @Delete(':id')
  @ApiParam(FACTOR_ID)
  @HttpCode(204)
  @StepUp()
  @ApiOperation({ summary: 'Remove a second factor', description: 'Ends all other sessions. With the last one go the recovery codes.' })
  @ApiNoContentResponse()
  async remove(@Param('id', ParseUUIDPipe) id: string, @Req() request: FastifyRequest): Promise<void> {
    const { accountId, sessionId } = identityOf(request);
    const { kind } = await this.factors.remove(await this.personOf(request), id);
    await this.sessions.endAllOf(accountId, { except: sessionId, because: 'factor-changed' });
    await this.tell('factor-removed', request, { factor: id, kind });
  }

  private async accountOf(request: FastifyRequest): Promise<Account> {
    const [account] = await this.platform.query<Account>(accountById(identityOf(request).accountId));
    if (!account) throw new Unauthenticated(OVER);
    return account;
  }

  private async personOf(request: FastifyRequest): Promise<Account & Alerted> {
    return { ...(await this.accountOf(request)), language: nearestLanguage(request.headers['accept-language']?.split(/[,;]/)[0]) };
  }

  private tell(what: AccountFact, request: FastifyRequest, data: { [key: string]: string }): Promise<void> {
    const { accountId, sessionId } = identityOf(request);
    return this.events.tell(what, { accountId, sessionId, device: clientOf(request), data, where: 'everywhere' });
  }
}

function identityOf({ identity }: FastifyRequest): Identity {
  if (!identity) throw new Unauthenticated(OVER);
  return identity;
}

function answerOf({ id, kind, name, createdAt, lastUsedAt }: Factor): FactorAnswer {
  return { id, kind, name, createdAt, lastUsedAt };
}
