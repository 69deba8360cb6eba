import type { LucideIcon } from 'lucide-react';
import { size } from '../theme/tokens.js';

/** One size and one stroke everywhere; always beside a word or inside a named control, therefore hidden from readers. */
export function Icon({ of: Shape }: { of: LucideIcon }) {
  return <Shape size={size.icon} strokeWidth={size.iconStroke} aria-hidden focusable="false" style={{ flexShrink: 0 }} />;
}
