import { linesOf, type Texts, type Write } from '../letter.js';
import type { LetterName } from './en.js';

const NOT_YOU = 'Wenn Sie es nicht waren, brauchen Sie nichts zu tun: Ohne diesen Link geschieht nichts. Geben Sie ihn niemals weiter.';

export const DE: Texts & Record<LetterName, Write> = {
  notification: ({ line0, path }) => ({
    subject: line0!,
    heading: line0!,
    paragraphs: [],
    button: { label: 'Öffnen', path: path! },
    notes: ['In Ihren Einstellungen wählen Sie, was Ihnen wo mitgeteilt wird.'],
  }),
  digest: ({ count, ...lines }) => ({
    subject: count === '1' ? 'Eine Neuigkeit für Sie' : `${count} Neuigkeiten für Sie`,
    heading: 'Was Sie noch nicht gesehen haben',
    paragraphs: linesOf(lines),
    button: { label: 'Alle ansehen', path: '/notifications' },
    notes: ['In Ihren Einstellungen wählen Sie, was Ihnen wo mitgeteilt wird.'],
  }),
  quotation: ({ sender, name, until, owner, email, token, ...lines }) => ({
    subject: `${sender}: ${name}`,
    heading: name!,
    paragraphs: linesOf(lines).length > 0 ? linesOf(lines) : [`${owner} von ${sender} sendet Ihnen dieses Angebot. Sie finden es im Anhang und können es online annehmen.`],
    button: { label: 'Ansehen und annehmen', path: '/quote', token },
    notes: [...(until ? [`Es gilt bis ${until}.`] : []), `Fragen? ${owner} beantwortet sie gern: ${email}`],
  }),
  registration: ({ token }) => ({
    subject: 'Bestätigen Sie Ihre E-Mail-Adresse',
    heading: 'Willkommen bei Tessera',
    paragraphs: ['Jemand, vermutlich Sie, möchte mit dieser E-Mail-Adresse ein Konto eröffnen. Bestätigen Sie, dass sie Ihnen gehört, und wählen Sie dann Ihren Namen und ein Passwort.'],
    button: { label: 'Adresse bestätigen', path: '/welcome', token },
    notes: ['Der Link gilt einmal, innerhalb von 24 Stunden.', NOT_YOU],
  }),
  'account-exists': () => ({
    subject: 'Sie haben schon ein Konto',
    heading: 'Sie haben schon ein Konto',
    paragraphs: ['Jemand, vermutlich Sie, wollte mit dieser E-Mail-Adresse ein Konto eröffnen. Es gibt schon eines, deshalb hat sich nichts geändert.'],
    button: { label: 'Anmelden', path: '/sign-in' },
    other: { before: 'Sie wissen Ihr Passwort nicht mehr?', label: 'Ein neues wählen', path: '/forgot-password' },
    notes: ['Wenn Sie es nicht waren, brauchen Sie nichts zu tun.'],
  }),
  invitation: ({ token, organization, inviter, until }) => ({
    subject: `Einladung zu ${organization}`,
    heading: `${inviter} lädt Sie zu ${organization} ein`,
    paragraphs: [`${organization} arbeitet mit Tessera, und ${inviter} möchte Sie dabeihaben. Nehmen Sie die Einladung mit dieser E-Mail-Adresse an.`],
    button: { label: 'Einladung annehmen', path: '/invitation', token },
    notes: [`Der Link gilt einmal, bis ${until}.`, 'Wenn Sie den Absender nicht kennen, brauchen Sie nichts zu tun. Geben Sie den Link niemals weiter.'],
  }),
  'password-reset': ({ token }) => ({
    subject: 'Wählen Sie ein neues Passwort',
    heading: 'Wählen Sie ein neues Passwort',
    paragraphs: ['Jemand, vermutlich Sie, hat das Passwort dieses Kontos vergessen. Mit diesem Link wählen Sie ein neues; danach sind alle Geräte abgemeldet.'],
    button: { label: 'Passwort wählen', path: '/reset-password', token },
    notes: ['Der Link gilt einmal, innerhalb von 30 Minuten.', NOT_YOU],
  }),
  'password-changed': () => ({
    subject: 'Ihr Passwort wurde geändert',
    heading: 'Ihr Passwort wurde geändert',
    paragraphs: ['Das Passwort Ihres Kontos wurde gerade geändert, und alle Geräte wurden abgemeldet.'],
    other: { before: 'Sie waren es nicht?', label: 'Wählen Sie sofort ein neues Passwort', path: '/forgot-password' },
  }),
  'factor-added': ({ kind }) => ({
    subject: 'Ein zweiter Faktor wurde Ihrem Konto hinzugefügt',
    heading: 'Ein zweiter Faktor wurde Ihrem Konto hinzugefügt',
    paragraphs: [`${kind === 'passkey' ? 'Ein Passkey' : 'Eine Authenticator-App'} wurde gerade für Ihr Konto eingerichtet. Ab jetzt ist damit die Anmeldung möglich.`],
    other: { before: 'Sie waren es nicht?', label: 'Wählen Sie sofort ein neues Passwort', path: '/forgot-password' },
    notes: ['Ein neues Passwort meldet alle Geräte ab. Entfernen Sie danach den Faktor in Ihrem Konto.'],
  }),
  'factor-removed': ({ kind }) => ({
    subject: 'Ein zweiter Faktor wurde aus Ihrem Konto entfernt',
    heading: 'Ein zweiter Faktor wurde aus Ihrem Konto entfernt',
    paragraphs: [`${kind === 'passkey' ? 'Ein Passkey' : 'Eine Authenticator-App'} wurde gerade aus Ihrem Konto entfernt, und alle anderen Geräte wurden abgemeldet.`],
    other: { before: 'Sie waren es nicht?', label: 'Wählen Sie sofort ein neues Passwort', path: '/forgot-password' },
  }),
  'recovery-codes-made': () => ({
    subject: 'Für Ihr Konto gibt es neue Wiederherstellungscodes',
    heading: 'Für Ihr Konto gibt es neue Wiederherstellungscodes',
    paragraphs: ['Für Ihr Konto wurden gerade Wiederherstellungscodes erstellt. Die bisherigen gelten nicht mehr.'],
    other: { before: 'Sie waren es nicht?', label: 'Wählen Sie sofort ein neues Passwort', path: '/forgot-password' },
  }),
  'session-copied': ({ device }) => ({
    subject: 'Eines Ihrer Geräte wurde sicherheitshalber abgemeldet',
    heading: 'Eines Ihrer Geräte wurde sicherheitshalber abgemeldet',
    paragraphs: ['Was ein Gerät angemeldet hält, kam ein zweites Mal bei uns an; jemand anderes hat davon vielleicht eine Kopie. Die Sitzung wurde für beide beendet.', ...(device ? [`Sie war geöffnet mit: ${device}`] : [])],
    other: { before: 'Sie wissen davon nichts?', label: 'Wählen Sie ein neues Passwort', path: '/forgot-password' },
    notes: ['Melden Sie sich auf Ihrem Gerät neu an.'],
  }),
  'address-new': ({ token, name }) => ({
    subject: 'Bestätigen Sie Ihre neue E-Mail-Adresse',
    heading: 'Bestätigen Sie Ihre neue E-Mail-Adresse',
    paragraphs: [`${name} möchte sich künftig mit dieser E-Mail-Adresse anmelden. Bestätigen Sie, dass sie Ihnen gehört.`],
    button: { label: 'Adresse bestätigen', path: '/confirm-address', token },
    notes: ['Der Link gilt einmal, innerhalb von 24 Stunden. Die Adresse ändert sich, sobald auch die bisherige bestätigt hat.', NOT_YOU],
  }),
  'address-old': ({ token, refusal, email }) => ({
    subject: 'Ihre E-Mail-Adresse soll geändert werden',
    heading: 'Ihre E-Mail-Adresse soll geändert werden',
    paragraphs: [`Jemand, der in Ihrem Konto angemeldet ist, möchte ${email} anstelle dieser Adresse verwenden. Bestätigen Sie es hier; auch die neue Adresse muss bestätigt werden.`],
    button: { label: 'Änderung bestätigen', path: '/confirm-address', token },
    other: { before: 'Sie waren es nicht?', label: 'Änderung ablehnen und alle Geräte abmelden', path: '/refuse-address', token: refusal },
    notes: ['Der Link gilt einmal, innerhalb von 24 Stunden.'],
  }),
  'address-taken': () => ({
    subject: 'Diese E-Mail-Adresse wird schon verwendet',
    heading: 'Diese E-Mail-Adresse wird schon verwendet',
    paragraphs: ['Jemand, vermutlich Sie, wollte sich mit dieser E-Mail-Adresse in einem anderen Konto anmelden. Es gibt schon ein Konto mit ihr, deshalb hat sich nichts geändert.'],
    button: { label: 'Anmelden', path: '/sign-in' },
    notes: ['Wenn Sie es nicht waren, brauchen Sie nichts zu tun.'],
  }),
  'address-changed': ({ token, email }) => ({
    subject: 'Ihre E-Mail-Adresse wurde geändert',
    heading: 'Ihre E-Mail-Adresse wurde geändert',
    paragraphs: [`Sie melden sich nun mit ${email} an. Diese Adresse wird nicht mehr verwendet.`],
    other: { before: 'Sie waren es nicht?', label: 'Änderung rückgängig machen und alle Geräte abmelden', path: '/refuse-address', token },
    notes: ['Das geht innerhalb von 7 Tagen.'],
  }),
  'mail-server-test': ({ target, sender }) => ({
    subject: `Testmail von ${sender}`,
    heading: 'Es funktioniert',
    paragraphs: [`Diese Mail von ${sender} ist über ${target} gesendet worden. Sie erhalten sie, weil Sie darum gebeten haben.`],
  }),
  /** In the words of the organisation itself. */
  'from-workflow': ({ subject, body }) => ({ subject: subject ?? '', heading: subject ?? '', paragraphs: (body ?? '').split(/\n{2,}/) }),
  'webhook-paused': ({ organization, target, because }) => ({
    subject: `An ${target} wird nichts mehr gesendet`,
    heading: 'Ein Webhook wurde angehalten',
    paragraphs: [`${organization} sendet in Ihrem Namen Ereignisse an ${target}. ${because === 'gone' ? 'Das Ziel hat geantwortet, dass es nicht mehr besteht.' : 'Das Ziel hat seit Tagen nichts angenommen.'} Deshalb wird nichts mehr dorthin gesendet.`, 'Wenn das Ziel wieder in Ordnung ist, setzen Sie das Abonnement fort. Was versäumt wurde, kann dann noch einmal gesendet werden.'],
    notes: ['Sie erhalten diese Mail, weil das Abonnement für Sie arbeitet.'],
  }),
};
