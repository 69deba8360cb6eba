import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FieldError } from '#kernel/pipeline/problem.js';
import type { Words } from '#platform/words/words.js';

interface Refused {
  detail?: string;
  errors?: readonly FieldError[];
}

const OF_MANY = /\/(bulk|import)(\?|$)/;

export function languageOf({ headers }: FastifyRequest, words: Words): string {
  return words.languageFor(headers['accept-language']?.split(/[,;]/)[0] ?? '');
}

/** The same in the words of the reader. */
export function spoken<R extends Refused>(refused: R, language: string, words: Words): R {
  const { detail, errors } = refused;
  const say = (english: string) => words.sentences(language, english);
  return { ...refused, ...(detail !== undefined && { detail: say(detail) }), ...(errors && { errors: errors.map((error) => ({ ...error, say: say(error.say) })) }) };
}

/** An `onSend` hook: why some of many records were refused stands in an answer that is otherwise a success. */
export function refusalsAmongMany(words: Words) {
  return (request: FastifyRequest, _reply: FastifyReply, payload: unknown, done: (error: Error | null, payload?: unknown) => void): void => {
    if (typeof payload !== 'string' || !OF_MANY.test(request.url) || !payload.includes('"errors":[')) return done(null, payload);
    const language = languageOf(request, words);
    if (language === 'en') return done(null, payload);
    const answer = JSON.parse(payload) as { [list: string]: unknown };
    const told = Object.entries(answer).map(([name, value]) => [name, Array.isArray(value) ? value.map((each) => spoken(each as Refused, language, words)) : value]);
    done(null, JSON.stringify(Object.fromEntries(told)));
  };
}
