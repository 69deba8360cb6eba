import { linesOf, type Texts } from '../letter.js';

const NOT_YOU = 'If it was not you, do nothing: without this link nothing happens. Never pass the link on.';

export const EN = {
  notification: ({ line0, path }) => ({
    subject: line0!,
    heading: line0!,
    paragraphs: [],
    button: { label: 'Open', path: path! },
    notes: ['In your settings you choose what you are told, and where.'],
  }),
  digest: ({ count, ...lines }) => ({
    subject: count === '1' ? 'One piece of news for you' : `${count} pieces of news for you`,
    heading: 'What you have not seen yet',
    paragraphs: linesOf(lines),
    button: { label: 'See all', path: '/notifications' },
    notes: ['In your settings you choose what you are told, and where.'],
  }),
  quotation: ({ sender, name, until, owner, email, token, ...lines }) => ({
    subject: `${sender}: ${name}`,
    heading: name!,
    paragraphs: linesOf(lines).length > 0 ? linesOf(lines) : [`${owner} of ${sender} sends you this quote. You find it attached, and can accept it online.`],
    button: { label: 'View and accept', path: '/quote', token },
    notes: [...(until ? [`It is valid until ${until}.`] : []), `Questions? ${owner} is glad to answer them: ${email}`],
  }),
  registration: ({ token }) => ({
    subject: 'Confirm your e-mail address',
    heading: 'Welcome to Tessera',
    paragraphs: ['Somebody, probably you, wants to open an account with this e-mail address. Confirm that it is yours, then choose your name and a password.'],
    button: { label: 'Confirm address', path: '/welcome', token },
    notes: ['The link works once, within 24 hours.', NOT_YOU],
  }),
  'account-exists': () => ({
    subject: 'You have an account already',
    heading: 'You have an account already',
    paragraphs: ['Somebody, probably you, wanted to open an account with this e-mail address. There is one already, so nothing has changed.'],
    button: { label: 'Sign in', path: '/sign-in' },
    other: { before: 'You do not know your password any more?', label: 'Choose a new one', path: '/forgot-password' },
    notes: ['If it was not you, there is nothing to do.'],
  }),
  invitation: ({ token, organization, inviter, until }) => ({
    subject: `Invitation to ${organization}`,
    heading: `${inviter} invites you to ${organization}`,
    paragraphs: [`${organization} works with Tessera, and ${inviter} wants you to take part. Accept the invitation with this e-mail address.`],
    button: { label: 'Accept invitation', path: '/invitation', token },
    notes: [`The link works once, until ${until}.`, 'If you do not know the sender, do nothing. Never pass the link on.'],
  }),
  'password-reset': ({ token }) => ({
    subject: 'Choose a new password',
    heading: 'Choose a new password',
    paragraphs: ['Somebody, probably you, has forgotten the password of this account. With this link you choose a new one; all devices are then signed out.'],
    button: { label: 'Choose password', path: '/reset-password', token },
    notes: ['The link works once, within 30 minutes.', NOT_YOU],
  }),
  'password-changed': () => ({
    subject: 'Your password has been changed',
    heading: 'Your password has been changed',
    paragraphs: ['The password of your account was changed just now, and all devices were signed out.'],
    other: { before: 'It was not you?', label: 'Choose a new password at once', path: '/forgot-password' },
  }),
  'factor-added': ({ kind }) => ({
    subject: 'A second factor was added to your account',
    heading: 'A second factor was added to your account',
    paragraphs: [`${kind === 'passkey' ? 'A passkey' : 'An authenticator app'} was set up for your account just now. From now on it can be used to sign in.`],
    other: { before: 'It was not you?', label: 'Choose a new password at once', path: '/forgot-password' },
    notes: ['A new password signs out all devices. Then remove the factor in your account.'],
  }),
  'factor-removed': ({ kind }) => ({
    subject: 'A second factor was removed from your account',
    heading: 'A second factor was removed from your account',
    paragraphs: [`${kind === 'passkey' ? 'A passkey' : 'An authenticator app'} was removed from your account just now, and all other devices were signed out.`],
    other: { before: 'It was not you?', label: 'Choose a new password at once', path: '/forgot-password' },
  }),
  'recovery-codes-made': () => ({
    subject: 'New recovery codes were made for your account',
    heading: 'New recovery codes were made for your account',
    paragraphs: ['Recovery codes were made for your account just now. Those that you had before are good no more.'],
    other: { before: 'It was not you?', label: 'Choose a new password at once', path: '/forgot-password' },
  }),
  'session-copied': ({ device }) => ({
    subject: 'One of your devices was signed out, to be safe',
    heading: 'One of your devices was signed out, to be safe',
    paragraphs: ['What keeps a device signed in came to us a second time, so somebody else may have a copy of it. The session has been ended for both.', ...(device ? [`It was opened with: ${device}`] : [])],
    other: { before: 'You know nothing of this?', label: 'Choose a new password', path: '/forgot-password' },
    notes: ['Sign in again on your device.'],
  }),
  'address-new': ({ token, name }) => ({
    subject: 'Confirm your new e-mail address',
    heading: 'Confirm your new e-mail address',
    paragraphs: [`${name} wants to sign in with this e-mail address from now on. Confirm that it is yours.`],
    button: { label: 'Confirm address', path: '/confirm-address', token },
    notes: ['The link works once, within 24 hours. The address changes when it has been confirmed from the former one, too.', NOT_YOU],
  }),
  'address-old': ({ token, refusal, email }) => ({
    subject: 'Your e-mail address is to be changed',
    heading: 'Your e-mail address is to be changed',
    paragraphs: [`Somebody who is signed in to your account wants to use ${email} instead of this address. Confirm it here; it must be confirmed at the new address, too.`],
    button: { label: 'Confirm change', path: '/confirm-address', token },
    other: { before: 'It was not you?', label: 'Refuse the change and sign out all devices', path: '/refuse-address', token: refusal },
    notes: ['The link works once, within 24 hours.'],
  }),
  'address-taken': () => ({
    subject: 'This e-mail address is in use already',
    heading: 'This e-mail address is in use already',
    paragraphs: ['Somebody, probably you, wanted to sign in to another account with this e-mail address. There is an account with it already, so nothing has changed.'],
    button: { label: 'Sign in', path: '/sign-in' },
    notes: ['If it was not you, there is nothing to do.'],
  }),
  'address-changed': ({ token, email }) => ({
    subject: 'Your e-mail address has been changed',
    heading: 'Your e-mail address has been changed',
    paragraphs: [`You now sign in with ${email}. This address is not used any more.`],
    other: { before: 'It was not you?', label: 'Undo the change and sign out all devices', path: '/refuse-address', token },
    notes: ['It can be undone within 7 days.'],
  }),
  'mail-server-test': ({ target, sender }) => ({
    subject: `Test mail from ${sender}`,
    heading: 'It works',
    paragraphs: [`This mail of ${sender} has left through ${target}. You get it because you asked for it.`],
  }),
  /** In the words of the organisation itself. */
  'from-workflow': ({ subject, body }) => ({ subject: subject ?? '', heading: subject ?? '', paragraphs: (body ?? '').split(/\n{2,}/) }),
  'webhook-paused': ({ organization, target, because }) => ({
    subject: `Nothing more is sent to ${target}`,
    heading: 'A webhook has been paused',
    paragraphs: [`${organization} sends events to ${target} in your name. ${because === 'gone' ? 'The target answered that it is gone.' : 'For days the target has taken nothing.'} So nothing more is sent there.`, 'When the target is well again, resume the subscription. What it has missed can then be sent again.'],
    notes: ['You get this mail because the subscription works for you.'],
  }),
} satisfies Texts;

/** All letters there are; the other languages have the same. */
export type LetterName = keyof typeof EN;
