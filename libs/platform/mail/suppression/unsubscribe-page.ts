import type { Language } from '../letter.js';

const TEXTS: Record<Language, { ask: string; done: string; button: string; rest: string }> = {
  en: { ask: 'No more mails to this address?', done: 'This address gets no more mails.', button: 'Unsubscribe', rest: 'What you ask for yourself, such as an invitation, still comes.' },
  de: { ask: 'Keine Mails mehr an diese Adresse?', done: 'Diese Adresse bekommt keine Mails mehr.', button: 'Abmelden', rest: 'Was Sie selbst anfordern, etwa eine Einladung, kommt weiterhin an.' },
  ar: { ask: 'إيقاف الرسائل إلى هذا العنوان؟', done: 'لن تصل رسائل أخرى إلى هذا العنوان.', button: 'إلغاء الاشتراك', rest: 'ما تطلبه بنفسك، مثل الدعوات، سيصلك كالمعتاد.' },
};
const STYLE = `:root{color-scheme:light dark}body{margin:0;min-height:100vh;display:grid;place-items:center;font:16px/1.6 Inter,system-ui,'Noto Sans Arabic',sans-serif;background:light-dark(#f7f9fb,#0e171c);color:light-dark(#122028,#e6edf0)}
main{max-width:26rem;margin:1rem;padding:2rem;border:1px solid light-dark(#dde2e5,#26343c);border-radius:10px;background:light-dark(#fff,#142027)}h1{font-size:1.3rem;line-height:1.3;margin:0 0 .75rem}p{margin:0 0 1.25rem}
small{color:light-dark(#4f5d65,#9fb0b8)}button{font:inherit;font-weight:600;color:#fff;background:#026a68;border:0;border-radius:8px;padding:.7rem 1.3rem;cursor:pointer;margin-block-end:1.25rem}button:focus-visible{outline:3px solid #3aa6a3;outline-offset:2px}`;

/** One question or one answer; it needs no script. */
export function unsubscribePage(language: Language, address: string, isDone: boolean): string {
  const { ask, done, button, rest } = TEXTS[language];
  const title = isDone ? done : ask;
  return `<!doctype html><html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${title}</title><style>${STYLE}</style></head>
<body><main><h1>${title}</h1><p><bdi>${escaped(address)}</bdi></p>${isDone ? '' : `<form method="post"><button>${button}</button></form>`}<small>${rest}</small></main></body></html>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
