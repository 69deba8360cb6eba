import { linesOf, type Texts, type Write } from '../letter.js';
import type { LetterName } from './en.js';

const NOT_YOU = 'إن لم تكن أنت، فلا تفعل شيئًا: لن يحدث شيء من دون هذا الرابط. لا تُعطِ الرابط لأحد أبدًا.';

export const AR: Texts & Record<LetterName, Write> = {
  notification: ({ line0, path }) => ({
    subject: line0!,
    heading: line0!,
    paragraphs: [],
    button: { label: 'فتح', path: path! },
    notes: ['تختار في إعداداتك ما تُبلَّغ به وأين.'],
  }),
  digest: ({ count, ...lines }) => ({
    subject: `إشعارات جديدة لك: ${count}`,
    heading: 'ما لم تره بعد',
    paragraphs: linesOf(lines),
    button: { label: 'عرض الكل', path: '/notifications' },
    notes: ['تختار في إعداداتك ما تُبلَّغ به وأين.'],
  }),
  quotation: ({ sender, name, until, owner, email, token, ...lines }) => ({
    subject: `${sender}: ${name}`,
    heading: name!,
    paragraphs: linesOf(lines).length > 0 ? linesOf(lines) : [`يرسل إليكم ${owner} من ${sender} عرض السعر هذا. تجدونه مرفقاً، ويمكنكم قبوله عبر الإنترنت.`],
    button: { label: 'عرض وقبول', path: '/quote', token },
    notes: [...(until ? [`العرض صالح حتى ${until}.`] : []), `لديكم أسئلة؟ يسعد ${owner} بالإجابة عنها: ${email}`],
  }),
  registration: ({ token }) => ({
    subject: 'أكّد عنوان بريدك الإلكتروني',
    heading: 'أهلًا بك في Tessera',
    paragraphs: ['يريد شخص ما، وهو أنت على الأرجح، فتح حساب بهذا البريد الإلكتروني. أكّد أنه لك، ثم اختر اسمك وكلمة مرور.'],
    button: { label: 'تأكيد العنوان', path: '/welcome', token },
    notes: ['يعمل الرابط مرة واحدة خلال 24 ساعة.', NOT_YOU],
  }),
  'account-exists': () => ({
    subject: 'لديك حساب بالفعل',
    heading: 'لديك حساب بالفعل',
    paragraphs: ['أراد شخص ما، وهو أنت على الأرجح، فتح حساب بهذا البريد الإلكتروني. يوجد حساب به بالفعل، فلم يتغيّر شيء.'],
    button: { label: 'تسجيل الدخول', path: '/sign-in' },
    other: { before: 'نسيت كلمة المرور؟', label: 'اختر كلمة جديدة', path: '/forgot-password' },
    notes: ['إن لم تكن أنت، فلا حاجة إلى فعل شيء.'],
  }),
  invitation: ({ token, organization, inviter, until }) => ({
    subject: `دعوة إلى ${organization}`,
    heading: `يدعوك ${inviter} إلى ${organization}`,
    paragraphs: [`تعمل ${organization} باستخدام Tessera، ويريد ${inviter} أن تشارك. اقبل الدعوة بهذا البريد الإلكتروني.`],
    button: { label: 'قبول الدعوة', path: '/invitation', token },
    notes: [`يعمل الرابط مرة واحدة، حتى ${until}.`, 'إن كنت لا تعرف المرسل، فلا تفعل شيئًا. لا تُعطِ الرابط لأحد أبدًا.'],
  }),
  'password-reset': ({ token }) => ({
    subject: 'اختر كلمة مرور جديدة',
    heading: 'اختر كلمة مرور جديدة',
    paragraphs: ['نسي شخص ما، وهو أنت على الأرجح، كلمة مرور هذا الحساب. بهذا الرابط تختار كلمة جديدة، ثم يُسجَّل خروج جميع الأجهزة.'],
    button: { label: 'اختيار كلمة المرور', path: '/reset-password', token },
    notes: ['يعمل الرابط مرة واحدة خلال 30 دقيقة.', NOT_YOU],
  }),
  'password-changed': () => ({
    subject: 'تغيّرت كلمة مرورك',
    heading: 'تغيّرت كلمة مرورك',
    paragraphs: ['تغيّرت كلمة مرور حسابك قبل قليل، وسُجِّل خروج جميع الأجهزة.'],
    other: { before: 'لم تكن أنت؟', label: 'اختر كلمة مرور جديدة فورًا', path: '/forgot-password' },
  }),
  'factor-added': ({ kind }) => ({
    subject: 'أضيف عامل ثانٍ إلى حسابك',
    heading: 'أضيف عامل ثانٍ إلى حسابك',
    paragraphs: [`${kind === 'passkey' ? 'أُعدّ مفتاح مرور' : 'أُعدّ تطبيق مصادقة'} لحسابك قبل قليل. يمكن استخدامه من الآن لتسجيل الدخول.`],
    other: { before: 'لم تكن أنت؟', label: 'اختر كلمة مرور جديدة فورًا', path: '/forgot-password' },
    notes: ['كلمة المرور الجديدة تسجّل خروج جميع الأجهزة. أزل العامل بعد ذلك من حسابك.'],
  }),
  'factor-removed': ({ kind }) => ({
    subject: 'أزيل عامل ثانٍ من حسابك',
    heading: 'أزيل عامل ثانٍ من حسابك',
    paragraphs: [`${kind === 'passkey' ? 'أزيل مفتاح مرور' : 'أزيل تطبيق مصادقة'} من حسابك قبل قليل، وسُجّل خروج جميع الأجهزة الأخرى.`],
    other: { before: 'لم تكن أنت؟', label: 'اختر كلمة مرور جديدة فورًا', path: '/forgot-password' },
  }),
  'recovery-codes-made': () => ({
    subject: 'أنشئت رموز استرداد جديدة لحسابك',
    heading: 'أنشئت رموز استرداد جديدة لحسابك',
    paragraphs: ['أنشئت رموز استرداد لحسابك قبل قليل. لم تعد الرموز السابقة صالحة.'],
    other: { before: 'لم تكن أنت؟', label: 'اختر كلمة مرور جديدة فورًا', path: '/forgot-password' },
  }),
  'session-copied': ({ device }) => ({
    subject: 'سُجّل خروج أحد أجهزتك حرصًا على سلامتك',
    heading: 'سُجّل خروج أحد أجهزتك حرصًا على سلامتك',
    paragraphs: ['وصلنا مرة ثانية ما يُبقي أحد الأجهزة مسجَّل الدخول، فربما لدى شخص آخر نسخة منه. أُنهيت الجلسة للطرفين.', ...(device ? [`فُتحت باستخدام: ${device}`] : [])],
    other: { before: 'لا تعرف شيئًا عن ذلك؟', label: 'اختر كلمة مرور جديدة', path: '/forgot-password' },
    notes: ['سجّل الدخول من جديد على جهازك.'],
  }),
  'address-new': ({ token, name }) => ({
    subject: 'أكّد عنوان بريدك الإلكتروني الجديد',
    heading: 'أكّد عنوان بريدك الإلكتروني الجديد',
    paragraphs: [`يريد ${name} تسجيل الدخول بهذا البريد الإلكتروني من الآن فصاعدًا. أكّد أنه لك.`],
    button: { label: 'تأكيد العنوان', path: '/confirm-address', token },
    notes: ['يعمل الرابط مرة واحدة خلال 24 ساعة. يتغيّر العنوان بعد تأكيده من العنوان السابق أيضًا.', NOT_YOU],
  }),
  'address-old': ({ token, refusal, email }) => ({
    subject: 'طُلب تغيير عنوان بريدك الإلكتروني',
    heading: 'طُلب تغيير عنوان بريدك الإلكتروني',
    paragraphs: [`يريد شخص سجّل الدخول إلى حسابك استخدام ${email} بدلًا من هذا العنوان. أكّد ذلك هنا؛ ويجب تأكيده من العنوان الجديد أيضًا.`],
    button: { label: 'تأكيد التغيير', path: '/confirm-address', token },
    other: { before: 'لم تكن أنت؟', label: 'ارفض التغيير وسجّل خروج جميع الأجهزة', path: '/refuse-address', token: refusal },
    notes: ['يعمل الرابط مرة واحدة خلال 24 ساعة.'],
  }),
  'address-taken': () => ({
    subject: 'هذا البريد الإلكتروني مستخدم بالفعل',
    heading: 'هذا البريد الإلكتروني مستخدم بالفعل',
    paragraphs: ['أراد شخص ما، وهو أنت على الأرجح، تسجيل الدخول إلى حساب آخر بهذا البريد الإلكتروني. يوجد حساب به بالفعل، فلم يتغيّر شيء.'],
    button: { label: 'تسجيل الدخول', path: '/sign-in' },
    notes: ['إن لم تكن أنت، فلا حاجة إلى فعل شيء.'],
  }),
  'address-changed': ({ token, email }) => ({
    subject: 'تغيّر عنوان بريدك الإلكتروني',
    heading: 'تغيّر عنوان بريدك الإلكتروني',
    paragraphs: [`تسجّل الدخول الآن بالعنوان ${email}. لم يعد هذا العنوان مستخدمًا.`],
    other: { before: 'لم تكن أنت؟', label: 'تراجع عن التغيير وسجّل خروج جميع الأجهزة', path: '/refuse-address', token },
    notes: ['يمكن التراجع خلال 7 أيام.'],
  }),
  'mail-server-test': ({ target, sender }) => ({
    subject: `رسالة اختبار من ${sender}`,
    heading: 'الإرسال يعمل',
    paragraphs: [`أُرسلت هذه الرسالة من ${sender} عبر ${target}. وصلتك لأنك طلبتها.`],
  }),
  /** In the words of the organisation itself. */
  'from-workflow': ({ subject, body }) => ({ subject: subject ?? '', heading: subject ?? '', paragraphs: (body ?? '').split(/\n{2,}/) }),
  'webhook-paused': ({ organization, target, because }) => ({
    subject: `توقّف الإرسال إلى ${target}`,
    heading: 'أُوقف خطاف ويب مؤقتًا',
    paragraphs: [`ترسل ${organization} الأحداث إلى ${target} باسمك. ${because === 'gone' ? 'أجابت الوجهة بأنها لم تعد موجودة.' : 'لم تقبل الوجهة شيئًا منذ أيام.'} لذلك لا يُرسل إليها شيء بعد الآن.`, 'عندما تعود الوجهة إلى العمل، استأنف الاشتراك. ويمكن حينئذ إرسال ما فاتها من جديد.'],
    notes: ['وصلتك هذه الرسالة لأن الاشتراك يعمل باسمك.'],
  }),
};
