// The one place where the look is decided: everything in the application is drawn from these values.
// Colours were chosen in OKLCH (even steps of lightness, one cool hue) and are kept as hex so that tests can measure them.

export interface Neutral {
  1: string; 2: string; 3: string; 4: string; 5: string; 6: string;
  7: string; 8: string; 9: string; 10: string; 11: string; 12: string;
}
export interface Accent { soft: string; softHover: string; line: string; solid: string; solidHover: string; onSolid: string; text: string }
export interface Meaning { soft: string; line: string; solid: string; text: string }
export interface Pill { soft: string; dot: string; text: string }
export type MeaningName = 'good' | 'caution' | 'bad' | 'info';
export type PillName = 'slate' | 'sky' | 'blue' | 'green' | 'yellow' | 'orange' | 'red' | 'pink';

/** 1–2 grounds, 3–5 fills (rest, hover, chosen), 6–8 lines, 9 quiet marks, 10 quiet text on grounds, 11–12 text on everything. */
export interface Scheme {
  neutral: Neutral;
  canvas: string;
  surface: string;
  raised: string;
  accent: Accent;
  meaning: Record<MeaningName, Meaning>;
  pill: Record<PillName, Pill>;
  float: string;
}

export const light: Scheme = {
  neutral: {
    1: '#fcfdfe', 2: '#f7f9fb', 3: '#f1f4f6', 4: '#ebeef1', 5: '#e4e9eb', 6: '#dde2e5',
    7: '#d2d9dc', 8: '#b7c1c6', 9: '#828e95', 10: '#66747b', 11: '#4f5d65', 12: '#122028',
  },
  canvas: '#f7f9fb',
  surface: '#fcfdfe',
  raised: '#ffffff',
  accent: {
    soft: '#e0f5f4', softHover: '#cdeeec', line: '#9ad4d1',
    solid: '#026a68', solidHover: '#005957', onSolid: '#ffffff', text: '#025f5d',
  },
  meaning: {
    good: { soft: '#e3f6e6', line: '#aedbb6', solid: '#1b9247', text: '#0f6a31' },
    caution: { soft: '#fceedb', line: '#e9c89b', solid: '#bc7800', text: '#754d00' },
    bad: { soft: '#ffebe9', line: '#f9bdb7', solid: '#c34f4b', text: '#8f3734' },
    info: { soft: '#e7f1ff', line: '#afd1fc', solid: '#337bd0', text: '#225899' },
  },
  pill: {
    slate: { soft: '#e5eef4', dot: '#667780', text: '#3d4a51' },
    sky: { soft: '#daf1ff', dot: '#60c5ff', text: '#024e6e' },
    blue: { soft: '#e3edff', dot: '#0d4ba3', text: '#28467d' },
    green: { soft: '#d8f5e7', dot: '#2ca672', text: '#00563c' },
    yellow: { soft: '#f4edd3', dot: '#fbca1f', text: '#564700' },
    orange: { soft: '#ffe8d6', dot: '#d87403', text: '#6a3a00' },
    red: { soft: '#ffe7e3', dot: '#bb3734', text: '#742e28' },
    pink: { soft: '#ffe5f0', dot: '#fe8dbf', text: '#6e2e4f' },
  },
  float: '0 1px 2px rgb(18 32 40 / 0.06), 0 8px 28px rgb(18 32 40 / 0.12)',
};

export const dark: Scheme = {
  neutral: {
    1: '#0c1113', 2: '#10171a', 3: '#161e22', 4: '#1c2429', 5: '#222b30', 6: '#293339',
    7: '#354046', 8: '#4c5960', 9: '#69777e', 10: '#79878f', 11: '#a6b2b8', 12: '#ebeff2',
  },
  canvas: '#0c1113',
  surface: '#10171a',
  raised: '#161e22',
  accent: {
    soft: '#0a2b2a', softHover: '#093837', line: '#145856',
    solid: '#47beba', solidHover: '#5cd0cc', onSolid: '#0c1113', text: '#5fd3cf',
  },
  meaning: {
    good: { soft: '#142b19', line: '#295935', solid: '#4cb86a', text: '#8fd89e' },
    caution: { soft: '#322209', line: '#664610', solid: '#efa831', text: '#eeba70' },
    bad: { soft: '#381c1a', line: '#733a36', solid: '#ed756e', text: '#ffaaa3' },
    info: { soft: '#16263b', line: '#2d4e78', solid: '#59a0f9', text: '#9cc7ff' },
  },
  pill: {
    slate: { soft: '#202d34', dot: '#5d6b72', text: '#ced7dc' },
    sky: { soft: '#122f3e', dot: '#71caff', text: '#a9defe' },
    blue: { soft: '#1f2b42', dot: '#3166db', text: '#c0d7ff' },
    green: { soft: '#123226', dot: '#51af7b', text: '#abe5ca' },
    yellow: { soft: '#322b0f', dot: '#ffe27a', text: '#e4d6a2' },
    orange: { soft: '#3b2612', dot: '#ef7f15', text: '#f8cca7' },
    red: { soft: '#3f221f', dot: '#d74426', text: '#ffc6be' },
    pink: { soft: '#3c222e', dot: '#ff98c3', text: '#fbc4dc' },
  },
  float: '0 1px 2px rgb(0 0 0 / 0.4), 0 12px 32px rgb(0 0 0 / 0.5)',
};

export const type = {
  family: "'Inter Variable', 'Noto Sans Arabic Variable', system-ui, sans-serif",
  weight: { regular: 400, medium: 500, semibold: 600 },
  list: { size: '0.8125rem', line: '1.25rem' },
  text: { size: '0.875rem', line: '1.375rem' },
  title: { size: '1.25rem', line: '1.75rem' },
  /** Only for pages that stand outside the application, before sign-in. */
  display: { size: '2.25rem', line: '2.75rem', phoneSize: '1.625rem', phoneLine: '2.125rem' },
} as const;

export const space = 4;
export const radius = { small: 4, control: 6, dialog: 10 } as const;
export const size = { control: 32, row: 36, comfortableRow: 44, icon: 16, iconStroke: 1.75 } as const;
export const motion = { fast: 120, slow: 180, ease: 'cubic-bezier(0.2, 0, 0, 1)' } as const;
