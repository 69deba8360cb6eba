import { RequestMethod, VERSION_NEUTRAL, type INestApplicationContext } from '@nestjs/common';
import { PATH_METADATA, VERSION_METADATA } from '@nestjs/common/constants.js';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { aligned } from './explain/aligned.js';
import { routeGate, type RouteGate } from '#kernel/gate/route.js';
import { Registry } from '#kernel/resource/registry.js';
import { Served } from '#kernel/resource/served.js';
import { describeNouns } from '#platform/docs/noun-paths.js';
import { Routes, type Route } from '#platform/edge/routes.js';

/** Whatever Fastify is asked to serve while the work runs, by whomever. */
export async function watchingRoutes<T>(work: () => Promise<T>): Promise<{ result: T; served: RouteOptions[] }> {
  const served: RouteOptions[] = [];
  const watch = (message: unknown): void => {
    (message as { fastify: FastifyInstance }).fastify.addHook('onRoute', (route) => void served.push(route));
  };
  subscribe('fastify.initialization', watch);
  try {
    return { result: await work(), served };
  } finally {
    unsubscribe('fastify.initialization', watch);
  }
}

/** Every address with who may come in, and the right that the doors then ask for, or why it is open. HEAD goes with GET. */
export function routesText(app: INestApplicationContext, served: readonly RouteOptions[]): string {
  const gates = new Map(app.get(Routes).all().map((route) => [addressOf(route), routeGate(route.controller, route.handler)]));
  const rights = new Map(
    Object.entries(describeNouns(app.get(Served).nouns, app.get(Registry)).paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { 'x-permission': right }]) => [`${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`, right as { resource: string; action: string }]),
    ),
  );
  const rows = served.flatMap(({ method, url, config }) =>
    [method].flat().filter((each) => each !== 'HEAD').map((each) => {
      const address = `${each} ${url.replace(/(?<=.)\/$/, '')}`;
      const right = rights.get(address);
      const [admits, why] = said(gates.get(address), config?.open);
      return [address, admits, right ? `${right.action} ${right.resource}` : why];
    }),
  );
  const sorted = rows.toSorted(([a = ''], [b = '']) => (pathOf(a) < pathOf(b) ? -1 : 1)).map(([address = '', ...rest]) => [...address.split(' '), ...rest]);
  return ['Every address that is served: who may come in, and the right that is then asked for, or why it is open.', aligned(sorted).join('\n')].join('\n\n');
}

function addressOf({ controller, handler, method }: Route): string {
  const meta = (key: string, of: object): string | typeof VERSION_NEUTRAL | undefined => Reflect.getMetadata(key, of) as string | undefined;
  const version = meta(VERSION_METADATA, handler) ?? meta(VERSION_METADATA, controller) ?? '1';
  const parts = [version === VERSION_NEUTRAL ? '' : `api/v${String(version)}`, meta(PATH_METADATA, controller), meta(PATH_METADATA, handler)];
  const path = parts.flatMap((part) => (typeof part === 'string' ? part.split('/') : [])).filter(Boolean).join('/');
  return `${RequestMethod[method]} /${path}`;
}

function said(gate: RouteGate | undefined, open: string | undefined): [admits: string, why: string] {
  if (gate) return [gate.admits, gate.admits === 'anyone' ? gate.why : ''];
  return open ? ['anyone', open] : ['NOBODY HAS SAID', ''];
}

function pathOf(address: string): string {
  const [method = '', path = ''] = address.split(' ');
  return `${path} ${method}`;
}
