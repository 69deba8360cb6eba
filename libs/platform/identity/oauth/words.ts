/** What the pages of signing in and agreeing say. */
export interface Words {
  dir: 'ltr' | 'rtl';
  signIn: string;
  signInFor(application: string): string;
  email: string;
  throughOrganization: string;
  password: string;
  goOn: string;
  code: string;
  codeHelp: string;
  codeTitle: string;
  wantsIn(application: string): string;
  itMay: string;
  signedInAs(name: string): string;
  organization: string;
  allow: string;
  refuse: string;
  notMember: string;
  otherAccount: string;
  anytime: string;
  goesBackTo(host: string): string;
  wrong: string;
  wrongHelp: string;
  expired: string;
  /** Coming in through the identity provider of one's organisation has failed. */
  federated: { begunElsewhere: string; unavailable: string; refused: string; home: string };
  one: { openid: string; profile: string; email: string; read: string; write: string };
  inModule(name: string): string;
  onNoun(name: string, what: string): string;
  doing: Record<'read' | 'write' | 'export', string>;
}

export type Language = 'en' | 'de' | 'ar';

const en: Words = {
  dir: 'ltr',
  signIn: 'Sign in',
  signInFor: (application) => `to go on to ${application}`,
  email: 'E-mail address',
  throughOrganization: 'Sign in through my organisation',
  password: 'Password',
  goOn: 'Go on',
  code: 'Code',
  codeHelp: 'Six digits from your authenticator, or one of your recovery codes.',
  codeTitle: 'Your second factor',
  wantsIn: (application) => `${application} asks to be let in`,
  itMay: 'It will be able to',
  signedInAs: (name) => `Signed in as ${name}`,
  organization: 'Organisation',
  allow: 'Allow',
  refuse: 'Refuse',
  notMember: 'You are not a member of the organisation that this application belongs to.',
  otherAccount: 'Use another account',
  anytime: 'It can never do more than you may yourself. You can end this at any time in your account.',
  goesBackTo: (host) => `You will go back to ${host}`,
  wrong: 'This did not work',
  wrongHelp: 'Go back to the application and begin again. If it happens again, tell whoever makes it:',
  expired: 'This page was open too long. Go back to the application and begin again.',
  federated: {
    begunElsewhere: 'This sign-in was begun too long ago, in another browser, or has been finished already. Begin again.',
    unavailable: 'The sign-in of your organisation cannot be reached from here, or there is none for this address.',
    refused: 'The sign-in of your organisation did not let you in here. Ask its administrators, and tell them:',
    home: 'To the start page',
  },
  one: { openid: 'know that it is you', profile: 'see your name', email: 'see your e-mail address', read: 'read all records that you may read', write: 'create and change all records that you may change' },
  inModule: (name) => `read and change everything in “${name}” that you may`,
  onNoun: (name, what) => `${what} “${name}”`,
  doing: { read: 'read', write: 'create and change', export: 'take whole lists away as files from' },
};

const de: Words = {
  dir: 'ltr',
  signIn: 'Anmelden',
  signInFor: (application) => `weiter zu ${application}`,
  email: 'E-Mail-Adresse',
  throughOrganization: 'Über meine Organisation anmelden',
  password: 'Passwort',
  goOn: 'Weiter',
  code: 'Code',
  codeHelp: 'Sechs Ziffern aus Ihrer Authenticator-App oder einer Ihrer Wiederherstellungscodes.',
  codeTitle: 'Ihr zweiter Faktor',
  wantsIn: (application) => `${application} bittet um Zugang`,
  itMay: 'Die Anwendung darf dann',
  signedInAs: (name) => `Angemeldet als ${name}`,
  organization: 'Organisation',
  allow: 'Erlauben',
  refuse: 'Ablehnen',
  notMember: 'Sie sind kein Mitglied der Organisation, zu der diese Anwendung gehört.',
  otherAccount: 'Anderes Konto verwenden',
  anytime: 'Sie darf nie mehr, als Sie selbst dürfen. In Ihrem Konto können Sie das jederzeit beenden.',
  goesBackTo: (host) => `Danach geht es zurück zu ${host}`,
  wrong: 'Das hat nicht geklappt',
  wrongHelp: 'Gehen Sie zurück zur Anwendung und beginnen Sie neu. Wenn es wieder geschieht, sagen Sie es denen, die sie machen:',
  expired: 'Diese Seite war zu lange offen. Gehen Sie zurück zur Anwendung und beginnen Sie neu.',
  federated: {
    begunElsewhere: 'Diese Anmeldung wurde vor zu langer Zeit oder in einem anderen Browser begonnen, oder sie ist schon abgeschlossen. Beginnen Sie neu.',
    unavailable: 'Die Anmeldung Ihrer Organisation ist von hier aus nicht erreichbar, oder für diese Adresse gibt es keine.',
    refused: 'Die Anmeldung Ihrer Organisation hat Sie hier nicht eingelassen. Fragen Sie deren Verwaltung und nennen Sie:',
    home: 'Zur Startseite',
  },
  one: { openid: 'wissen, dass Sie es sind', profile: 'Ihren Namen sehen', email: 'Ihre E-Mail-Adresse sehen', read: 'alles lesen, was Sie lesen dürfen', write: 'alles anlegen und ändern, was Sie ändern dürfen' },
  inModule: (name) => `in „${name}“ alles lesen und ändern, was Sie dürfen`,
  onNoun: (name, what) => `„${name}“ ${what}`,
  doing: { read: 'lesen', write: 'anlegen und ändern', export: 'als ganze Listen in Dateien mitnehmen' },
};

const ar: Words = {
  dir: 'rtl',
  signIn: 'تسجيل الدخول',
  signInFor: (application) => `للمتابعة إلى ${application}`,
  email: 'البريد الإلكتروني',
  throughOrganization: 'تسجيل الدخول عبر مؤسستي',
  password: 'كلمة المرور',
  goOn: 'متابعة',
  code: 'الرمز',
  codeHelp: 'ستة أرقام من تطبيق المصادقة، أو أحد رموز الاسترداد.',
  codeTitle: 'العامل الثاني',
  wantsIn: (application) => `يطلب ${application} السماح له بالدخول`,
  itMay: 'سيتمكن التطبيق من',
  signedInAs: (name) => `تم تسجيل الدخول باسم ${name}`,
  organization: 'المؤسسة',
  allow: 'سماح',
  refuse: 'رفض',
  notMember: 'لست عضوًا في المؤسسة التي ينتمي إليها هذا التطبيق.',
  otherAccount: 'استخدام حساب آخر',
  anytime: 'لا يمكنه أبدًا أن يفعل أكثر مما يُسمح لك به. يمكنك إنهاء ذلك في أي وقت من حسابك.',
  goesBackTo: (host) => `ستعود بعد ذلك إلى ${host}`,
  wrong: 'لم ينجح ذلك',
  wrongHelp: 'عد إلى التطبيق وابدأ من جديد. إذا تكرر ذلك فأخبر مطوّريه:',
  expired: 'بقيت هذه الصفحة مفتوحة وقتًا طويلًا. عد إلى التطبيق وابدأ من جديد.',
  federated: {
    begunElsewhere: 'بدأ تسجيل الدخول هذا قبل وقت طويل أو في متصفح آخر، أو أنه اكتمل بالفعل. ابدأ من جديد.',
    unavailable: 'لا يمكن الوصول من هنا إلى تسجيل الدخول الخاص بمؤسستك، أو لا يوجد لهذا العنوان.',
    refused: 'لم يسمح لك تسجيل الدخول الخاص بمؤسستك بالدخول هنا. اسأل مديريها واذكر لهم:',
    home: 'إلى صفحة البداية',
  },
  one: { openid: 'معرفة أنك أنت', profile: 'رؤية اسمك', email: 'رؤية بريدك الإلكتروني', read: 'قراءة كل السجلات المسموح لك بقراءتها', write: 'إنشاء وتعديل كل السجلات المسموح لك بتعديلها' },
  inModule: (name) => `قراءة وتعديل كل ما يُسمح لك به في «${name}»`,
  onNoun: (name, what) => `${what} «${name}»`,
  doing: { read: 'قراءة', write: 'إنشاء وتعديل', export: 'أخذ قوائم كاملة كملفات من' },
};

export const WORDS: Record<Language, Words> = { en, de, ar };

/** The first of the languages that the browser asks for and that we speak. */
export function languageOf(accepted: string | undefined): Language {
  const asked = (accepted ?? '').slice(0, 200).split(',').map((each) => each.trim().slice(0, 2).toLowerCase());
  return asked.find((each): each is Language => each in WORDS && Object.hasOwn(WORDS, each)) ?? 'en';
}
