import { useState } from 'react';
import { Input } from '../../shell/Field.js';
import type { EditorProps } from './Editor.js';
import { useWriting } from './use-writing.js';
import { instantOf, wallTime } from './wall-time.js';

/** Typed as a clock on the wall of this person's zone shows it, kept as an instant. */
export function MomentEditor({ field, value, onChange, autoFocus, given }: EditorProps) {
  const { timeZone } = useWriting();
  const isZoned = field.type === 'zoned-moment';
  const zoned = typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as { at?: string; zone?: string }) : null;
  const kept = zoned?.at ?? (typeof value === 'string' ? value : null);
  const zone = zoned?.zone ?? timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [text, setText] = useState(kept ? wallTime(kept, zone) : '');
  return (
    <Input
      {...given}
      type="datetime-local"
      autoFocus={autoFocus ?? false}
      value={text}
      onChange={({ target }) => {
        setText(target.value);
        if (target.value === '') onChange(null);
        else {
          const at = instantOf(target.value, zone);
          onChange(isZoned ? { at, zone } : at);
        }
      }}
    />
  );
}
