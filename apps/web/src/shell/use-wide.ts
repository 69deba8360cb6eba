import useMediaQuery from '@mui/material/useMediaQuery';

/** Room for navigation beside the content; below it is at the thumb. */
export function useWide(): boolean {
  return useMediaQuery('(min-width: 900px)', { noSsr: true });
}
