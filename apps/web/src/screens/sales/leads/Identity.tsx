import { styled } from '@mui/material/styles';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field } from '../../../api/meta.js';
import { RecordEditor } from '../../../kernel/fields/RecordEditor.js';

const Set = styled('fieldset')(({ theme }) => ({
  margin: 0, padding: 0, border: 0, minInlineSize: 0, display: 'grid', gap: 6,
  '& legend': { ...theme.typography.body2, fontWeight: theme.typography.fontWeightMedium, color: theme.vars.palette.neutral[11], padding: 0, marginBlockEnd: 6 },
  '& label': { ...theme.typography.body2, display: 'grid', gridTemplateColumns: '16px minmax(0, 1fr)', alignItems: 'center', gap: 10, minBlockSize: 40, padding: '6px 12px', borderRadius: 8, border: `1px solid ${theme.vars.palette.neutral[6]}`, overflowWrap: 'anywhere' },
  '& label:has(:checked)': { borderColor: theme.vars.palette.accent.solid, backgroundColor: theme.vars.palette.accent.soft },
  '& label:has(:focus-visible)': { outline: `2px solid ${theme.vars.palette.accent.solid}`, outlineOffset: 1 },
  '& input[type=radio]': { margin: 0, accentColor: theme.vars.palette.accent.solid, outline: 'none' },
  '& small': { display: 'block', color: theme.vars.palette.neutral[11] },
  '@media (pointer: coarse)': { '& label': { minBlockSize: 48 } },
}));

export interface Known {
  id: string;
  name: string;
  why: string;
}

interface Props {
  legend: string;
  known: readonly Known[];
  /** What is made new, or null where nothing can be. */
  fresh: string | null;
  /** Finds any other one. */
  field: Field | undefined;
  value: string | null;
  onChange: (id: string | null) => void;
}

/** Somebody or something that is known already, or a new one. */
export function Identity({ legend, known, fresh, field, value, onChange }: Props) {
  const { t } = useTranslation();
  const name = useId();
  const [isOther, setOther] = useState(false);
  const choose = (id: string | null) => { setOther(false); onChange(id); };
  return (
    <Set>
      <legend>{legend}</legend>
      {known.map((each) => (
        <label key={each.id}>
          <input type="radio" name={name} checked={!isOther && value === each.id} onChange={() => choose(each.id)} />
          <span>{t('leads.link', { name: each.name })}<small>{t('leads.asItStands', { why: each.why })}</small></span>
        </label>
      ))}
      {fresh && <label><input type="radio" name={name} checked={!isOther && value === null} onChange={() => choose(null)} /><span>{fresh}</span></label>}
      {field && <label><input type="radio" name={name} checked={isOther} onChange={() => setOther(true)} /><span>{t('leads.other')}</span></label>}
      {field && isOther && <RecordEditor field={{ ...field, readOnly: false }} value={value} onChange={(id) => typeof id === 'string' && onChange(id)} autoFocus given={{ 'aria-label': legend }} />}
    </Set>
  );
}
