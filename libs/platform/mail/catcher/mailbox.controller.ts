import { Controller, Get, Param, Req, Res, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BlockList, isIP } from 'node:net';
import { Anyone } from '#kernel/gate/route.js';
import { NotFound } from '#kernel/pipeline/problem.js';
import { Config } from '#platform/config/config.js';
import { CaughtMails } from './caught-mails.js';
import { mailboxPage, STYLE_HASH } from './mailbox-page.js';

const PAGE = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': `default-src 'none'; style-src '${STYLE_HASH}'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'` };
/** A mail loads nothing and runs nothing; its links open beside it, as they do in a mail program. */
const LETTER = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'",
  'x-frame-options': 'SAMEORIGIN',
};
const OPEN = 'Exists only while mails are put into a folder for development, and answers this machine alone.';
const NAMES_OF_THIS_MACHINE = new Set(['localhost', '127.0.0.1', '[::1]']);
const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** The mailbox of a developer: what would have been sent, in the browser. */
@ApiExcludeController()
@Controller({ path: 'dev/mail', version: VERSION_NEUTRAL })
export class MailboxController {
  constructor(
    private readonly mails: CaughtMails,
    private readonly config: Config,
  ) {}

  @Get()
  @Anyone(OPEN)
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<FastifyReply> {
    this.mustBeHere(request);
    return reply.headers(PAGE).send(mailboxPage(await this.mails.list(), null));
  }

  @Get(':name')
  @Anyone(OPEN)
  async one(@Param('name') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<FastifyReply> {
    this.mustBeHere(request);
    return reply.headers(PAGE).send(mailboxPage(await this.mails.list(), await this.mails.find(name)));
  }

  @Get(':name/html')
  @Anyone(OPEN)
  async html(@Param('name') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<FastifyReply> {
    this.mustBeHere(request);
    const { mail } = await this.mails.find(name);
    return reply.headers(LETTER).send(`<base target="_blank">${mail.html ?? ''}`);
  }

  @Get(':name/attachments/:index')
  @Anyone(OPEN)
  async attachment(@Param('name') name: string, @Param('index') index: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<FastifyReply> {
    this.mustBeHere(request);
    const { mail } = await this.mails.find(name);
    const found = /^\d{1,3}$/.test(index) ? mail.attachments[Number(index)] : undefined;
    if (!found) throw new NotFound('There is no such attachment.');
    const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(found.filename ?? 'attachment')}`;
    return reply.headers({ 'content-type': 'application/octet-stream', 'content-disposition': disposition }).send(typeof found.content === 'string' ? found.content : Buffer.from(new Uint8Array(found.content)));
  }

  /** Also by its name: a page from elsewhere whose name was made to stand for this machine gets nothing. */
  private mustBeHere({ ip, headers: { host = '' } }: FastifyRequest): void {
    if (this.config.mailFolderOpen) return;
    const isHere = isIP(ip) !== 0 && loopback.check(ip, isIP(ip) === 6 ? 'ipv6' : 'ipv4');
    if (!isHere || !NAMES_OF_THIS_MACHINE.has(host.replace(/:\d+$/, '').toLowerCase())) throw new NotFound();
  }
}
