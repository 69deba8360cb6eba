import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMeQuery } from '../../api/session.js';
import { Input } from '../../shell/Field.js';
import { decimalsOf, decimalText, isAmount } from './format.js';
import type { EditorProps } from './Editor.js';

const Row = styled('span')({ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) 76px', gap: 4 });

export function AmountEditor({ field, value, onChange, autoFocus, given }: EditorProps) {
  const { t } = useTranslation();
  const { data: me } = useMeQuery();
  const [currency, setCurrency] = useState(isAmount(value) ? value.currency : (field.settings?.currency ?? me?.organization?.currency ?? 'EUR'));
  const [text, setText] = useState(isAmount(value) ? decimalText(value) : '');
  const tell = (typed: string, inCurrency: string) => {
    const amount = minorUnits(typed, inCurrency);
    onChange(amount === null ? (typed.trim() === '' ? null : { amount: typed, currency: inCurrency }) : { amount, currency: inCurrency });
  };
  return (
    <Row>
      <Input {...given} autoFocus={autoFocus ?? false} inputMode="decimal" value={text} onChange={({ target }) => { setText(target.value); tell(target.value, currency); }} />
      <Input
        aria-label={t('field.currency')}
        value={currency}
        maxLength={3}
        onChange={({ target }) => {
          const code = target.value.toUpperCase();
          setCurrency(code);
          if (/^[A-Z]{3}$/.test(code)) tell(text, code);
        }}
      />
    </Row>
  );
}

/** "1.234,5" and "1,234.5" are both 1234.5: the last mark parts the decimals, where no more digits follow than the currency has. */
function minorUnits(typed: string, currency: string): number | null {
  const decimals = decimalsOf(currency);
  const text = typed.replaceAll(/[\s'’]/g, '');
  const match = new RegExp(`^(-?)([\\d.,]*?)(?:[.,](\\d{0,${decimals}}))?$`).exec(text);
  if (!match || !/\d/.test(text)) return null;
  const [, sign, whole = '', part = ''] = match;
  const digits = whole.replaceAll(/[.,]/g, '');
  const amount = Number(`${digits || '0'}${part.padEnd(decimals, '0')}`);
  return Number.isSafeInteger(amount) ? (sign ? -amount : amount) : null;
}
