import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Input } from '../../shell/Field.js';
import type { EditorProps } from './Editor.js';

/** Words with commas between them. */
export function TagsEditor({ value, onChange, autoFocus, given }: EditorProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(Array.isArray(value) ? value.join(', ') : '');
  return (
    <Input
      {...given}
      autoFocus={autoFocus ?? false}
      placeholder={t('field.tags')}
      value={text}
      onChange={({ target }) => {
        setText(target.value);
        onChange([...new Set(target.value.split(/[,،]/).map((tag) => tag.trim()).filter(Boolean))]);
      }}
    />
  );
}
