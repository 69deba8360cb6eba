import { decorator } from '#kernel/field/declare.js';
import type { Json } from '#kernel/field/field.js';
import { didYouMean } from '#kernel/resource/names.js';
import type { Registry } from '#kernel/resource/registry.js';
import { unknownFact } from '#platform/audit/told-facts.js';
import { listOf } from '#platform/identity/keys/key-fields.js';

const FORM = /^(\*|(\*|[a-z][A-Za-z0-9]{0,59})\.(\*|[a-z][A-Za-z0-9-]{0,59}))$/;

/** What somebody wants to hear of: contact.updated, contact.*, *.deleted, invitation.revoked, or * for everything. */
export const EventNames = decorator<Json, object>(listOf('names of events such as contact.created, contact.*, *.deleted or *', 121, (text) => FORM.test(text), ['contact.*', '*.deleted']));

export function wantsEvent(patterns: readonly string[], type: string): boolean {
  const [subject, what] = type.split('.');
  return patterns.some((pattern) => {
    if (pattern === '*' || pattern === type) return true;
    const [wantedSubject, wantedWhat] = pattern.split('.');
    return (wantedSubject === '*' || wantedSubject === subject) && (wantedWhat === '*' || wantedWhat === what);
  });
}

const CHANGES = ['created', 'updated', 'deleted', 'restored'];

export function unknownEvents(patterns: readonly string[], registry: Registry): string[] {
  const nouns = registry.resources.map(({ name }) => name);
  return patterns.flatMap((pattern) => {
    const [subject, what] = pattern.split('.');
    if (subject === '*') return [];
    if (!nouns.includes(subject!)) return [`There is no noun "${subject}".${didYouMean(subject!, nouns)}`];
    return what === '*' || CHANGES.includes(what!) ? [] : (unknownFact(pattern) ?? []);
  });
}
