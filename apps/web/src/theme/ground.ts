import { dark, light, motion, type, type Scheme } from './tokens.js';

const paint = (scheme: Scheme) => `background:${scheme.canvas};color:${scheme.neutral[12]}`;
const focus = (scheme: Scheme) => `--focus:${scheme.accent.solid}`;

/**
 * What must be right before any script runs, written from the tokens into the first style sheet at build time:
 * the page never flashes in the other theme and text never jumps.
 */
export const ground = `
*,*::before,*::after{box-sizing:border-box}
html{color-scheme:light;${focus(light)};${paint(light)};font-family:${type.family};font-size:100%;-webkit-text-size-adjust:100%;
  -webkit-font-smoothing:antialiased;font-feature-settings:'cv05','ss03','calt';text-rendering:optimizeLegibility}
html[data-theme=dark]{color-scheme:dark;${focus(dark)};${paint(dark)}}
@media(prefers-color-scheme:dark){html:not([data-theme]){color-scheme:dark;${focus(dark)};${paint(dark)}}}
body{margin:0;font-size:${type.text.size};line-height:${type.text.line}}
#root{min-block-size:100dvh;display:flex;flex-direction:column}
h1,h2,h3,p,ul,ol,dl,dd{margin:0;padding:0}
ul,ol{list-style:none}
a{color:inherit;text-decoration:none}
bdi,code{unicode-bidi:isolate}
[dir=auto]:not(input,textarea){text-align:-webkit-match-parent;text-align:match-parent}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px;border-radius:4px}
@media(prefers-reduced-motion:no-preference){a,button{transition:color ${motion.fast}ms ${motion.ease},background-color ${motion.fast}ms ${motion.ease},border-color ${motion.fast}ms ${motion.ease}}}
@media(prefers-reduced-motion:reduce){*,*::before,*::after{animation:none!important;transition:none!important;scroll-behavior:auto!important}}
`;
