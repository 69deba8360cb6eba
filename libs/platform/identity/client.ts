import type { FastifyRequest } from 'fastify';
import { deviceOf, type Device } from './sessions/session.js';
import { placeOf } from './sign-in-throttle.js';

/** From where, and with what, somebody calls: only for people to recognise it; nothing is decided by what a client says of itself. */
export function clientOf({ ip, headers }: FastifyRequest): Device {
  return { place: placeOf(ip), device: deviceOf(headers['user-agent']) };
}
