import { Body, Controller, Get, Inject, Patch } from '@nestjs/common';
import { ApiBody, ApiExtension, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Gate } from '#kernel/gate/gate.js';
import { InOrganization } from '#kernel/gate/route.js';
import { Invalid, type FieldError } from '#kernel/pipeline/problem.js';
import { currentOrganizationId } from '#kernel/tenancy/scope.js';
import { Tenancy } from '#kernel/tenancy/tenancy.js';
import { sayingIn, WORDS, type Words } from '#platform/words/words.js';
import { isClockTime } from './local-time.js';
import { WISHED, WISHES } from './notification-schemas.js';
import { CHANNELS, notificationType, notificationTypes, type Channel } from './notification-type.js';
import { keepWishes, recipientOf, type Recipient, type Wishes } from './notification.query.js';
import { me } from './notifications.controller.js';
import { PushKey } from './push/push-key.js';

interface ShownWishes {
  quiet: { from: string; until: string } | null;
  digestAt: string | null;
  types: { type: string; label: string; channels: readonly Channel[] }[];
  pushKey: string | null;
}

/** How one wants to be told. */
@Controller('notification-settings')
@InOrganization()
export class WishesController {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly gate: Gate,
    private readonly pushKey: PushKey,
    @Inject(WORDS) private readonly words: Words,
  ) {}

  @Get()
  @ApiExtension('x-permission', { resource: '*', action: 'any' })
  @ApiOperation({ summary: 'How you want to be told', description: 'Every type of notification with its channels, your quiet hours and your digest. Times are those of your time zone.' })
  @ApiResponse({ status: 200, description: 'Your settings.', schema: WISHES as never })
  async show(): Promise<ShownWishes> {
    const [{ channels, quietFrom, quietUntil, digestAt }, { access }] = await Promise.all([this.kept(), this.gate.ability()]);
    const say = sayingIn(this.words, access.language);
    const types = notificationTypes().map(({ name, label, channels: usual }) => ({ type: name, label: say(`notification.${name}.label`, label), channels: channels[name] ?? usual }));
    return { quiet: quietFrom && quietUntil ? { from: quietFrom, until: quietUntil } : null, digestAt, types, pushKey: this.pushKey.publicKey };
  }

  @Patch()
  @ApiExtension('x-permission', { resource: '*', action: 'any' })
  @ApiOperation({ summary: 'Choose how you want to be told', description: 'What is left out stays as it is.' })
  @ApiBody({ schema: WISHED as never })
  @ApiResponse({ status: 200, description: 'Your settings from now on.', schema: WISHES as never })
  async choose(@Body() body: unknown): Promise<ShownWishes> {
    const wished = wishesIn(body);
    const kept = await this.kept();
    await this.tenancy.write(keepWishes(currentOrganizationId(), me(), { ...kept, ...wished, channels: { ...kept.channels, ...wished.channels } }));
    return this.show();
  }

  private async kept(): Promise<Wishes> {
    const [recipient] = await this.tenancy.read<Recipient>(recipientOf(currentOrganizationId(), me()));
    const { channels = {}, quietFrom = null, quietUntil = null, digestAt = null } = recipient ?? {};
    return { channels, quietFrom, quietUntil, digestAt };
  }
}

function wishesIn(body: unknown): Partial<Wishes> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new Invalid([{ at: '', rule: 'type', say: 'Send an object with "quiet", "digestAt" or "channels".' }]);
  const { quiet, digestAt, channels, ...others } = body as { [name: string]: unknown };
  const errors: FieldError[] = Object.keys(others).map((name) => ({ at: name.slice(0, 60), rule: 'unknown', say: 'Is not known here: it knows quiet, digestAt and channels.' }));
  const { from, until } = (quiet ?? {}) as { from?: unknown; until?: unknown };
  if (quiet && !(isClockTime(from) && isClockTime(until) && from !== until)) errors.push({ at: 'quiet', rule: 'type', say: 'Must be {"from": "22:00", "until": "07:00"} with two different times, or null.' });
  if (digestAt !== undefined && digestAt !== null && !isClockTime(digestAt)) errors.push({ at: 'digestAt', rule: 'type', say: 'Must be a time such as 08:00, or null.' });
  const chosen = channels === undefined ? {} : channels;
  if (typeof chosen !== 'object' || chosen === null || Array.isArray(chosen)) errors.push({ at: 'channels', rule: 'type', say: 'Must be an object, by type of notification.' });
  else
    for (const [type, some] of Object.entries(chosen)) {
      if (!notificationType(type)) errors.push({ at: `channels.${type.slice(0, 60)}`, rule: 'unknown', say: 'Is not a type of notification; GET this address for all of them.' });
      else if (!Array.isArray(some) || some.some((channel) => !(CHANNELS as readonly unknown[]).includes(channel))) errors.push({ at: `channels.${type}`, rule: 'choice', say: `Must be a list of ${CHANNELS.join(', ')}.` });
    }
  if (errors.length > 0) throw new Invalid(errors);
  return {
    channels: chosen as Wishes['channels'],
    ...(quiet === undefined ? {} : { quietFrom: quiet ? (from as string) : null, quietUntil: quiet ? (until as string) : null }),
    ...(digestAt === undefined ? {} : { digestAt: digestAt as string | null }),
  };
}
