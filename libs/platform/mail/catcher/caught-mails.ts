import { Injectable } from '@nestjs/common';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import { NotFound } from '#kernel/pipeline/problem.js';
import { Config } from '#platform/config/config.js';

/** As the folder transport names them; nothing else ever becomes a path. */
const NAME = /^[0-9TZ-]{24}-[0-9a-f-]{36}$/;
const MOST_LISTED = 200;

export interface CaughtMail {
  readonly name: string;
  readonly mail: Email;
}

/** What the folder transport has put away, read as a mail program would read it. */
@Injectable()
export class CaughtMails {
  private readonly folder: string;

  constructor(config: Config) {
    this.folder = resolve(config.needed('mailFolder'));
  }

  /** Newest first: their names begin with their time. */
  async list(): Promise<CaughtMail[]> {
    const files = await readdir(this.folder).catch((): string[] => []);
    const names = files.filter((file) => file.endsWith('.eml')).map((file) => file.slice(0, -'.eml'.length)).filter((name) => NAME.test(name));
    return Promise.all(names.sort().reverse().slice(0, MOST_LISTED).map((name) => this.find(name)));
  }

  async find(name: string): Promise<CaughtMail> {
    const bytes = NAME.test(name) ? await readFile(join(this.folder, `${name}.eml`)).catch(() => null) : null;
    if (!bytes) throw new NotFound('There is no such mail.');
    return { name, mail: await PostalMime.parse(bytes) };
  }
}
