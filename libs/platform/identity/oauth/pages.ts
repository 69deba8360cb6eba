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

export const STYLE = `:root{--ground:#f4f5f8;--card:#fff;--text:#171a21;--quiet:#5a6170;--line:#d5d9e2;--act:#2f5bea;--on-act:#fff;--fault:#b3261e;--fault-ground:#fdeceb}
@media (prefers-color-scheme:dark){:root{--ground:#0f1116;--card:#181b22;--text:#eceef3;--quiet:#a2a9b8;--line:#343947;--act:#8aa6ff;--on-act:#10131b;--fault:#ffb4ab;--fault-ground:#3b1715}}
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,"Segoe UI","Noto Sans","Noto Sans Arabic",sans-serif;padding:1.5rem}
main{width:100%;max-width:26rem;background:var(--card);border:1px solid var(--line);border-radius:1rem;padding:2rem;box-shadow:0 12px 40px rgb(0 0 0/.08)}
.mark{margin:0 0 1.25rem;font-weight:700;letter-spacing:.02em;color:var(--act)}h1{font-size:1.35rem;line-height:1.25;margin:0 0 .5rem;overflow-wrap:anywhere}
p{margin:.5rem 0}.quiet{color:var(--quiet);font-size:.9rem}.place{border:1px solid var(--line);border-radius:.6rem;padding:.6rem .8rem;overflow-wrap:anywhere}.fault{color:var(--fault);background:var(--fault-ground);border-radius:.6rem;padding:.6rem .8rem}
ul{margin:.25rem 0 1rem;padding-inline-start:1.25rem}li{margin:.2rem 0}label{display:block;margin:1rem 0;font-size:.9rem;color:var(--quiet)}
input,select{display:block;width:100%;margin-top:.3rem;padding:.7rem .8rem;font:inherit;color:var(--text);background:transparent;border:1px solid var(--line);border-radius:.6rem}select option{color:#171a21;background:#fff}
input:focus-visible,select:focus-visible,button:focus-visible{outline:2px solid var(--act);outline-offset:2px}.row{display:flex;gap:.75rem;margin-top:1.25rem}
button{flex:1;padding:.75rem 1rem;font:inherit;font-weight:600;border:1px solid transparent;border-radius:.6rem;background:var(--act);color:var(--on-act);cursor:pointer}
button.plain{background:transparent;color:var(--text);border-color:var(--line)}button.link{background:none;color:var(--act);font-weight:400;font-size:.9rem;padding:.5rem 0 0;width:100%;text-align:start}`;
