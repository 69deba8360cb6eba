import type { Components, CssVarsTheme, Theme } from '@mui/material/styles';
import { motion, radius, size, space } from './tokens.js';

type OurTheme = Theme & CssVarsTheme;

const moves = (...properties: string[]) => properties.map((property) => `${property} ${motion.fast}ms ${motion.ease}`).join(', ');

export const components: Components<OurTheme> = {
  MuiButtonBase: {
    defaultProps: { disableRipple: true },
    styleOverrides: {
      root: ({ theme }) => ({
        '&:focus-visible': { outline: `2px solid ${theme.vars.palette.accent.solid}`, outlineOffset: 2 },
      }),
    },
  },
  MuiButton: {
    defaultProps: { disableElevation: true, variant: 'outlined', color: 'inherit' },
    styleOverrides: {
      root: ({ theme }) => ({
        minWidth: 0,
        minHeight: size.control,
        padding: `0 ${space * 3}px`,
        gap: space * 2,
        borderRadius: radius.control,
        transition: moves('background-color', 'border-color', 'color'),
        variants: [
          {
            props: { variant: 'contained' },
            style: {
              color: theme.vars.palette.accent.onSolid,
              backgroundColor: theme.vars.palette.accent.solid,
              '&:hover': { backgroundColor: theme.vars.palette.accent.solidHover },
            },
          },
          {
            props: { variant: 'outlined' },
            style: {
              color: theme.vars.palette.neutral[12],
              borderColor: theme.vars.palette.neutral[7],
              backgroundColor: theme.vars.palette.raised,
              '&:hover': { backgroundColor: theme.vars.palette.neutral[3], borderColor: theme.vars.palette.neutral[8] },
            },
          },
          {
            props: { variant: 'text' },
            style: {
              color: theme.vars.palette.neutral[11],
              '&:hover, &[aria-expanded="true"]': {
                color: theme.vars.palette.neutral[12],
                backgroundColor: theme.vars.palette.neutral[4],
              },
            },
          },
        ],
      }),
      // The kit sets these margins by left and right; the gap above does the same in both directions.
      startIcon: { margin: 0 },
      endIcon: { margin: 0 },
    },
  },
  MuiIconButton: {
    styleOverrides: {
      root: ({ theme }) => ({
        inlineSize: size.control,
        blockSize: size.control,
        padding: 0,
        borderRadius: radius.control,
        color: theme.vars.palette.neutral[11],
        transition: moves('background-color', 'color'),
        '&:hover, &[aria-expanded="true"]': { color: theme.vars.palette.neutral[12], backgroundColor: theme.vars.palette.neutral[4] },
      }),
    },
  },
  MuiPaper: { styleOverrides: { root: { backgroundImage: 'none' } } },
  MuiMenu: {
    styleOverrides: {
      paper: ({ theme }) => ({
        minWidth: 176,
        marginBlockStart: space,
        borderRadius: radius.control + 2,
        border: `1px solid ${theme.vars.palette.neutral[6]}`,
      }),
      list: { padding: space },
    },
  },
  MuiMenuItem: {
    styleOverrides: {
      root: ({ theme }) => ({
        ...theme.typography.body2,
        minHeight: size.control,
        // The kit lets go of the height on wide screens.
        [theme.breakpoints.up('sm')]: { minHeight: size.control },
        padding: `0 ${space * 2}px`,
        gap: space * 2,
        borderRadius: radius.small,
        color: theme.vars.palette.neutral[12],
        '&:hover, &.Mui-focusVisible, &.Mui-selected:hover': { backgroundColor: theme.vars.palette.neutral[4] },
        '&.Mui-selected, &.Mui-selected.Mui-focusVisible': { backgroundColor: theme.vars.palette.neutral[4] },
        '@media (pointer: coarse)': { minHeight: size.comfortableRow },
      }),
    },
  },
  MuiTooltip: {
    defaultProps: { enterDelay: 400 },
    styleOverrides: {
      tooltip: ({ theme }) => ({
        padding: `${space}px ${space * 2}px`,
        borderRadius: radius.small,
        fontSize: '0.75rem',
        lineHeight: '1rem',
        fontWeight: 400,
        color: theme.vars.palette.neutral[1],
        backgroundColor: theme.vars.palette.neutral[12],
      }),
    },
  },
  MuiSkeleton: {
    defaultProps: { animation: 'pulse' },
    styleOverrides: {
      root: ({ theme }) => ({ borderRadius: radius.small, backgroundColor: theme.vars.palette.neutral[4], transform: 'none' }),
    },
  },
};
