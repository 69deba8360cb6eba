import { sentence } from '#kernel/resource/names.js';

export interface FactWords {
  /** In English, with {actor} where whoever did it is named. */
  say: string;
  /** Left out of the timelines of records: for those who audit, and for the one it is about. */
  confidential?: true;
}

const known = new Map<string, FactWords>();

/** How a fact reads in timelines and in the audit log. Those without words of their own are read by their name. */
export function factWords(words: { [fact: string]: string | FactWords }): void {
  for (const [fact, given] of Object.entries(words)) known.set(fact, typeof given === 'string' ? { say: given } : given);
}

export function wordsOf(fact: string): FactWords {
  return known.get(fact) ?? { say: `${sentence(fact.replaceAll(/[.-]+/g, '_'))} ({actor})` };
}

export function knownFacts(): ReadonlyMap<string, FactWords> {
  return known;
}

/** Those that are confidential, and those that are known not to be. */
export function factsByConfidence(): { confidential: string[]; open: string[] } {
  const named = (which: boolean) => [...known].filter(([, words]) => (words.confidential ?? false) === which).map(([fact]) => fact);
  return { confidential: named(true), open: named(false) };
}

function confidential(words: { [fact: string]: string }): void {
  factWords(Object.fromEntries(Object.entries(words).map(([fact, say]) => [fact, { say, confidential: true as const }])));
}

factWords({
  'invitation.sent': '{actor} sent the invitation',
  'invitation.resent': '{actor} sent the invitation once more',
  'invitation.revoked': '{actor} took the invitation back',
  'invitation.accepted': 'The invitation was accepted',
  'person.forgotten': '{actor} had the personal data erased',
  'export.made': '{actor} exported records',
  'import.made': '{actor} imported records',
  'bulk.made': '{actor} wrote many records at once',
  'audit-log.exported': '{actor} exported the audit log',
  'organization.created': '{actor} began the organisation',
  'organization.suspended': 'The organisation was suspended',
  'organization.resumed': 'The organisation was taken up again',
  'organization.provider-enforced': '{actor} made the identity provider the only way in',
  'organization.provider-released': '{actor} opened other ways in beside the identity provider',
  'signInDomain.verified': '{actor} had the domain verified',
  'signInDomain.lost': 'The domain could not be verified any more',
  'organization.owner-invited': 'The first owner was invited again',
  'organization.modules-switched': 'The modules of the organisation were switched',
  'work.replayed': 'Work that had failed was tried again',
});

confidential({
  'person.disclosed': '{actor} looked at all that is held about the person',
  'sensitive.opened': '{actor} opened it with its sensitive fields',
  'sensitive.listed': '{actor} listed records with their sensitive fields',
  'apiKey.issued': '{actor} drew a secret for the API key',
  'apiKey.rotated': '{actor} drew a new secret for the API key',
  'apiKey.refused': 'The API key was refused',
  'oauthClient.secret-issued': '{actor} drew a secret for the application',
  'oauthClient.secret-rotated': '{actor} drew a new secret for the application',
  'oauthClient.token-reused': 'A used token of the application came again',
  'member.signed-in': '{actor} signed in',
  'member.sign-in-failed': 'Somebody failed to sign in',
  'member.session-ended': '{actor} ended a session',
  'member.sessions-ended': '{actor} ended all sessions',
  'member.refresh-token-reused': 'A used session token came again',
  'member.stepped-up': '{actor} proved who they are once more',
  'member.second-factor-failed': 'Somebody failed at the second factor',
  'member.registered': '{actor} registered',
  'member.address-change-asked': '{actor} asked for another e-mail address',
  'member.address-changed': '{actor} changed the e-mail address',
  'member.address-change-refused': 'The change of the e-mail address was refused',
  'member.invitation-accepted': '{actor} accepted the invitation',
  'member.password-reset-asked': 'Somebody asked for a new password',
  'member.password-changed': '{actor} changed the password',
  'member.factor-added': '{actor} added a second factor',
  'member.factor-renamed': '{actor} renamed a second factor',
  'member.factor-removed': '{actor} removed a second factor',
  'member.recovery-codes-made': '{actor} made recovery codes',
  'member.recovery-code-used': '{actor} used a recovery code',
  'member.organisation-entered': '{actor} entered the organisation',
  'member.break-glass-given': '{actor} allowed a way in past the identity provider',
  'member.break-glass-taken': '{actor} took back the way in past the identity provider',
  'member.provider-linked': '{actor} linked an account of the identity provider',
  'member.provider-unlinked': '{actor} unlinked an account of the identity provider',
  'member.roles-mapped': 'The identity provider changed the roles',
  'identityProvider.refused': 'A sign-in by the identity provider was refused',
  'member.application-allowed': '{actor} let an application in',
  'member.application-ended': '{actor} ended the access of an application',
});
