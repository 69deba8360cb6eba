import { moment, orNull, text, uuid } from '#platform/docs/parts.js';
import { CHANNELS } from './notification-type.js';

const clock = { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', maxLength: 5 } as const;

const record = { type: 'object', required: ['noun', 'id', 'title', 'path'], properties: { noun: text(60), id: uuid, title: orNull(text(1_000)), path: text(300) } } as const;
const actor = { type: 'object', required: ['id', 'name'], properties: { id: uuid, name: orNull(text(200)) } } as const;
const notice = {
  type: 'object',
  required: ['id', 'type', 'text', 'record', 'actor', 'createdAt', 'readAt'],
  properties: { id: uuid, type: text(80), text: text(2_000), record: orNull(record), actor: orNull(actor), createdAt: moment, readAt: orNull(moment) },
} as const;

export const NOTICES = { type: 'object', required: ['data', 'page'], properties: { data: { type: 'array', maxItems: 100, items: notice }, page: { type: 'object', required: ['next'], properties: { next: orNull(uuid) } } } } as const;
export const COUNT = { type: 'object', required: ['unread'], properties: { unread: { type: 'integer', format: 'int32', minimum: 0, maximum: 100 } } } as const;
export const MARK = { type: 'object', required: ['read'], additionalProperties: false, properties: { read: { type: 'boolean' }, ids: { type: 'array', maxItems: 200, items: uuid } } } as const;

const channels = { type: 'array', maxItems: CHANNELS.length, uniqueItems: true, items: { type: 'string', enum: CHANNELS } } as const;
const wishes = {
  quiet: orNull({ type: 'object', required: ['from', 'until'], additionalProperties: false, properties: { from: clock, until: clock }, description: 'Between these times of your day nothing is mailed or pushed; it comes when they are over.' }),
  digestAt: { ...orNull(clock), description: 'Instead of one mail each, one at this time of your day with all that you have not read.' },
} as const;
export const WISHED = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  properties: { ...wishes, channels: { type: 'object', maxProperties: 100, additionalProperties: channels, description: 'By type of notification.' } },
} as const;
export const WISHES = {
  type: 'object',
  required: ['quiet', 'digestAt', 'types', 'pushKey'],
  properties: {
    ...wishes,
    types: { type: 'array', maxItems: 100, items: { type: 'object', required: ['type', 'label', 'channels'], properties: { type: text(80), label: text(200), channels } } },
    pushKey: { ...orNull(text(120)), description: 'What a browser subscribes with; null where this deployment wakes none.' },
  },
} as const;
export const SUBSCRIPTION = {
  type: 'object',
  required: ['endpoint', 'keys'],
  additionalProperties: false,
  properties: {
    endpoint: { ...text(1_000), format: 'uri' },
    expirationTime: orNull({ type: 'number' }),
    keys: { type: 'object', required: ['p256dh', 'auth'], additionalProperties: false, properties: { p256dh: text(100), auth: text(40) } },
  },
} as const;
export const ENDPOINT = { type: 'object', required: ['endpoint'], additionalProperties: false, properties: { endpoint: { ...text(1_000), format: 'uri' } } } as const;
