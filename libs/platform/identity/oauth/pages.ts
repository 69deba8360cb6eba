import { WORDS, type Language, type Words } from './words.js';

/** Text that came from anywhere else than this file. */
function safe(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}

export interface SignInView {
  application: string;
  email?: string;
  fault?: string;
}

export interface ConsentView {
  application: string;
  name: string;
  scopes: readonly string[];
  /** One or several to choose from. */
  organizations: readonly { id: string; name: string }[];
  host: string;
  fault?: string;
}

/**
 * On by itself: the browser sends the cookie of a session only to a page that it was led to by one of ours, and holds the way
 * that a form leads through against the policy of its page.
 */
export function passingPage(language: Language, to = '?again=1'): string {
  return page(language, WORDS[language].signIn, '', `<meta http-equiv="refresh" content="0; url=${safe(to)}">`);
}

export function signInPage(language: Language, { application, email = '', fault }: SignInView): string {
  const words = WORDS[language];
  return page(language, words.signIn, `
    <h1>${words.signIn}</h1><p class="quiet">${safe(words.signInFor(application))}</p>${faultOf(fault)}
    <form method="post" action="?again=1"><input type="hidden" name="step" value="sign-in">
      <label>${words.email}<input name="email" type="email" autocomplete="username" required maxlength="254" autofocus value="${safe(email)}" dir="ltr"></label>
      <label>${words.password}<input name="password" type="password" autocomplete="current-password" required maxlength="256" dir="ltr"></label>
      <div class="row"><button>${words.goOn}</button></div>
      <button class="link" name="step" value="provider" formnovalidate>${words.throughOrganization}</button></form>${refusal(words)}`);
}

export function codePage(language: Language, token: string, fault?: string): string {
  const words = WORDS[language];
  return page(language, words.codeTitle, `
    <h1>${words.codeTitle}</h1>${faultOf(fault)}
    <form method="post" action="?again=1"><input type="hidden" name="step" value="code"><input type="hidden" name="token" value="${safe(token)}">
      <label>${words.code}<input name="code" autocomplete="one-time-code" required maxlength="40" autofocus dir="ltr"></label>
      <p class="quiet">${words.codeHelp}</p><div class="row"><button>${words.goOn}</button></div></form>`);
}

export function consentPage(language: Language, { application, name, scopes, organizations, host, fault }: ConsentView): string {
  const words = WORDS[language];
  const where = organizations.length > 1
    ? `<label>${words.organization}<select name="organization">${organizations.map((each) => `<option value="${safe(each.id)}">${safe(each.name)}</option>`).join('')}</select></label>`
    : `<p class="place">${safe(organizations[0]!.name)}</p><input type="hidden" name="organization" value="${safe(organizations[0]!.id)}">`;
  return page(language, words.wantsIn(application), `
    <h1>${safe(words.wantsIn(application))}</h1><p class="quiet">${safe(words.signedInAs(name))}</p>${faultOf(fault)}
    <form method="post" action="?again=1">${where}
      <p>${words.itMay}</p><ul>${scopes.map((scope) => `<li>${safe(inWords(scope, words))}</li>`).join('')}</ul>
      <p class="quiet">${words.anytime}</p><p class="quiet">${safe(words.goesBackTo(host))}</p>
      <div class="row"><button name="step" value="allow">${words.allow}</button><button class="plain" name="step" value="refuse">${words.refuse}</button></div></form>${another(words)}`);
}

export function strangerPage(language: Language): string {
  const words = WORDS[language];
  return page(language, words.signIn, `<h1>${words.wrong}</h1><p>${words.notMember}</p>${another(words)}${refusal(words)}`);
}

export function errorPage(language: Language, error: string, detail: string): string {
  const words = WORDS[language];
  return page(language, words.wrong, `<h1>${words.wrong}</h1><p>${words.wrongHelp}</p><p class="place" dir="ltr"><code>${safe(error)}</code> ${safe(detail)}</p>`);
}

/** Somebody has come back from the identity provider of their organisation, and not in. */
export function notLetInPage(language: Language, because: Exclude<keyof Words['federated'], 'home'>, reason: string): string {
  const words = WORDS[language];
  return page(language, words.wrong, `<h1>${words.wrong}</h1><p>${words.federated[because]}</p><p class="place" dir="ltr"><code>${safe(reason)}</code></p><p><a href="/">${words.federated.home}</a></p>`);
}

function inWords(scope: string, words: Words): string {
  const [about = '', what] = scope.split(':');
  if (Object.hasOwn(words.one, about)) return words.one[about as keyof Words['one']];
  return what && Object.hasOwn(words.doing, what) ? words.onNoun(about, words.doing[what as keyof Words['doing']]) : words.inModule(about);
}

function faultOf(fault: string | undefined): string {
  return fault ? `<p class="fault" role="alert">${safe(fault)}</p>` : '';
}

function another(words: Words): string {
  return `<form method="post" action="?again=1"><button class="link" name="step" value="another">${words.otherAccount}</button></form>`;
}

function refusal(words: Words): string {
  return `<form method="post" action="?again=1"><button class="link" name="step" value="refuse">${words.refuse}</button></form>`;
}

function page(language: Language, title: string, body: string, head = ''): string {
  return `<!doctype html><html lang="${language}" dir="${WORDS[language].dir}"><head><meta charset="utf-8"><title>${safe(title)} · Tessera</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><link rel="icon" href="data:,"><link rel="stylesheet" href="/oauth/page.css">${head}</head>
<body><main><p class="mark" aria-hidden="true">Tessera</p>${body}</main></body></html>`;
}

/** In the colours and measures of the application, whose tokens are in apps/web/src/theme. */
export const STYLE = `:root{color-scheme:light dark;--ground:#f7f9fb;--card:#fff;--text:#122028;--quiet:#4f5d65;--line:#dde2e5;--edge:#b7c1c6;--fill:#f1f4f6;--act:#026a68;--act-on:#005957;--on-act:#fff;--link:#025f5d;--fault:#8f3734;--fault-ground:#ffebe9}
@media (prefers-color-scheme:dark){:root{--ground:#0c1113;--card:#161e22;--text:#ebeff2;--quiet:#a6b2b8;--line:#293339;--edge:#4c5960;--fill:#1c2429;--act:#47beba;--act-on:#5cd0cc;--on-act:#0c1113;--link:#5fd3cf;--fault:#ffaaa3;--fault-ground:#381c1a}}
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--ground);color:var(--text);font:15px/1.5 "Inter Variable",Inter,system-ui,"Segoe UI","Noto Sans","Noto Sans Arabic",sans-serif;padding:1rem}
main{width:100%;max-width:25rem;background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1.75rem}
.mark{margin:0 0 1.25rem;font-weight:600;color:var(--link)}h1{font-size:1.25rem;line-height:1.75rem;font-weight:600;margin:0 0 .25rem;overflow-wrap:anywhere}
p{margin:.5rem 0}.quiet{color:var(--quiet);font-size:.8125rem}.place{border:1px solid var(--line);background:var(--fill);border-radius:6px;padding:.5rem .75rem;font-weight:500;overflow-wrap:anywhere}.fault{color:var(--fault);background:var(--fault-ground);border-radius:6px;padding:.5rem .75rem}
h1~form>p:not([class]){margin-top:1rem;font-weight:500}ul{margin:.25rem 0 1rem;padding-inline-start:1.25rem}li{margin:.2rem 0}label{display:block;margin:1rem 0;font-size:.8125rem;font-weight:500;color:var(--quiet)}
input,select{display:block;width:100%;min-height:40px;margin-top:.3rem;padding:.4rem .75rem;font:inherit;font-size:1rem;font-weight:400;color:var(--text);background:var(--card);border:1px solid var(--edge);border-radius:6px}a{color:var(--link)}
input:focus-visible,select:focus-visible,button:focus-visible{outline:2px solid var(--act);outline-offset:1px}.row{display:flex;gap:.5rem;margin-top:1.25rem}
button{flex:1;min-height:40px;padding:.4rem 1rem;font:inherit;font-weight:500;border:1px solid transparent;border-radius:6px;background:var(--act);color:var(--on-act);cursor:pointer}button:hover{background:var(--act-on)}
button.plain{background:var(--card);color:var(--text);border-color:var(--edge)}button.plain:hover{background:var(--fill)}button.link{background:none;color:var(--link);font-weight:400;font-size:.8125rem;min-height:32px;padding:.25rem 0 0;width:100%;text-align:start}button.link:hover{background:none;text-decoration:underline}`;
