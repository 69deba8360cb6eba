import type {} from '@mui/material/themeCssVarsAugmentation';
import { createTheme, type PaletteOptions } from '@mui/material/styles';
import { components } from './components.js';
import { dark, light, motion, radius, type Accent, type Meaning, type Neutral, type Pill, type PillName, type Scheme, space, type } from './tokens.js';

interface OwnPalette {
  neutral: Neutral;
  canvas: string;
  surface: string;
  raised: string;
  accent: Accent;
  good: Meaning;
  caution: Meaning;
  bad: Meaning;
  note: Meaning;
  pill: Record<PillName, Pill>;
  float: string;
}

declare module '@mui/material/styles' {
  interface Palette extends OwnPalette {}
  interface PaletteOptions extends OwnPalette {}
}

function paletteOf(scheme: Scheme): PaletteOptions {
  const { neutral, accent, meaning } = scheme;
  const forKit = (tone: Meaning) => ({ main: tone.solid, dark: tone.text, light: tone.soft, contrastText: neutral[1] });
  return {
    neutral,
    accent,
    canvas: scheme.canvas,
    surface: scheme.surface,
    raised: scheme.raised,
    good: meaning.good,
    caution: meaning.caution,
    bad: meaning.bad,
    note: meaning.info,
    pill: scheme.pill,
    float: scheme.float,
    primary: { main: accent.solid, dark: accent.solidHover, light: accent.line, contrastText: accent.onSolid },
    success: forKit(meaning.good),
    warning: forKit(meaning.caution),
    error: forKit(meaning.bad),
    info: forKit(meaning.info),
    text: { primary: neutral[12], secondary: neutral[11], disabled: neutral[9] },
    background: { default: scheme.canvas, paper: scheme.raised },
    divider: neutral[6],
  };
}

const floating = 'var(--t-palette-float)';

export const themeStorageKey = 'tessera-theme';

export const theme = createTheme({
  cssVariables: { cssVarPrefix: 't', colorSchemeSelector: 'data-theme' },
  colorSchemes: { light: { palette: paletteOf(light) }, dark: { palette: paletteOf(dark) } },
  spacing: space,
  shape: { borderRadius: radius.control },
  motion: { reducedMotion: 'system' },
  shadows: ['none', ...Array<string>(24).fill(floating)] as never,
  typography: {
    fontFamily: type.family,
    fontWeightRegular: type.weight.regular,
    fontWeightMedium: type.weight.medium,
    fontWeightBold: type.weight.semibold,
    body1: { fontSize: type.text.size, lineHeight: type.text.line, letterSpacing: 0 },
    body2: { fontSize: type.list.size, lineHeight: type.list.line, letterSpacing: 0 },
    h1: { fontSize: type.title.size, lineHeight: type.title.line, fontWeight: type.weight.semibold, letterSpacing: '-0.012em' },
    h2: { fontSize: type.text.size, lineHeight: type.text.line, fontWeight: type.weight.semibold, letterSpacing: '-0.006em' },
    button: { fontSize: type.list.size, lineHeight: type.list.line, fontWeight: type.weight.medium, letterSpacing: 0, textTransform: 'none' },
  },
  transitions: {
    duration: {
      shortest: motion.fast, shorter: motion.fast, short: motion.fast, standard: motion.slow, complex: motion.slow,
      enteringScreen: motion.slow, leavingScreen: motion.fast,
    },
    easing: { easeInOut: motion.ease, easeOut: motion.ease, easeIn: motion.ease, sharp: motion.ease },
  },
  components,
});
