import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { NotFound } from '#kernel/pipeline/problem.js';
import { pathOf } from './problem.filter.js';
import { pagePolicy } from './security-headers.js';

const NOT_PAGES = /^\/(?:api|health|oauth|sso|socket\.io|dev\/mail)(?:\/|$)/;
const HASHED = /[.-][A-Za-z0-9_-]{8,}\.[a-z0-9]+$/;

/**
 * The built web application. Its files are known when the process starts, so no path of a request ever becomes a path
 * on the disk; every other address that is a page gets the index, where the application's own router takes over.
 */
export class WebApplication {
  private readonly files: ReadonlySet<string>;

  constructor(
    private readonly root: string,
    private readonly publicUrl: string,
  ) {
    this.root = resolve(root);
    if (!existsSync(join(this.root, 'index.html'))) throw new Error(`WEB_ROOT (${root}) has no index.html: build the web application first, or unset WEB_ROOT.`);
    const entries = readdirSync(this.root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    this.files = new Set(entries.map((entry) => `/${relative(this.root, join(entry.parentPath, entry.name)).split(sep).join('/')}`));
  }

  has(url: string): boolean {
    return this.files.has(pathOf(url));
  }

  async register(fastify: FastifyInstance): Promise<void> {
    const socket = this.publicUrl.replace(/^http/, 'ws');
    const policy = pagePolicy({ connect: [socket], inlineStyles: true });
    await fastify.register(fastifyStatic, { root: this.root, serve: false, preCompressed: true, cacheControl: false });
    const config = { open: 'The web application itself; its data come from the API.' };
    fastify.get('/*', { config }, (request, reply) => this.serve(request, reply, policy));
  }

  private serve(request: FastifyRequest, reply: FastifyReply, policy: string): FastifyReply {
    const path = pathOf(request.url);
    const isIndex = path === '/index.html';
    const isFile = !isIndex && this.files.has(path);
    if (!isFile && !isIndex && (NOT_PAGES.test(path) || /\.[a-z0-9]+$/i.test(path))) throw new NotFound(`There is no ${path} here.`);
    if (isFile) return reply.header('cache-control', HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache').sendFile(path);
    return reply.headers({ 'cache-control': 'no-cache', 'content-security-policy': policy }).sendFile('index.html');
  }
}

/** Without a web application the address leads to the documentation of the API. */
export function redirectHome(fastify: FastifyInstance): void {
  fastify.get('/', { config: { open: 'Leads to the documentation.' } }, (_request, reply) => reply.redirect('/api/docs'));
}
