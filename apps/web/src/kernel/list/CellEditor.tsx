import { styled } from '@mui/material/styles';
import { useRef, useState } from 'react';
import type { Field } from '../../api/meta.js';
import type { Json, Row } from '../../api/records.js';
import { Editor } from '../fields/Editor.js';
import { valueOf } from '../fields/Value.js';

const Frame = styled('div')({ flex: 1, marginInline: -8, '& input, & select': { minBlockSize: 30 } });

interface Props {
  field: Field;
  row: Row;
  onSave: (value: Json) => Promise<boolean>;
  onStop: () => void;
  onNext: (step: number) => void;
}

/** A value edited where it stands: Enter and Tab save, Escape leaves it as it was. */
export function CellEditor({ field, row, onSave, onStop, onNext }: Props) {
  const before = valueOf(row, field.name) ?? null;
  const [value, setValue] = useState<Json>(before);
  const left = useRef(false);
  const finish = async (save: boolean, step = 0) => {
    if (left.current) return;
    left.current = true;
    if (save && JSON.stringify(value) !== JSON.stringify(before) && !(await onSave(value))) {
      left.current = false;
      return;
    }
    onStop();
    if (step) onNext(step);
  };
  return (
    <Frame
      onKeyDown={(event) => {
        if (event.key === 'Escape') void finish(false);
        else if (event.key === 'Enter' && !event.defaultPrevented) void finish(true);
        else if (event.key === 'Tab') void finish(true, event.shiftKey ? -1 : 1);
        else return event.stopPropagation();
        event.preventDefault();
        event.stopPropagation();
      }}
      onBlur={(event) => { if (!event.currentTarget.contains(event.relatedTarget)) void finish(true); }}
    >
      <Editor field={field} row={row} value={value} onChange={setValue} autoFocus given={{ 'aria-label': field.label }} />
    </Frame>
  );
}
