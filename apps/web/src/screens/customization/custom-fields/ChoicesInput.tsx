import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import { styled } from '@mui/material/styles';
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Input } from '../../../shell/Field.js';
import { Icon } from '../../../shell/Icon.js';
import { nameFrom, type OwnChoice } from './own-field.js';

const Rows = styled('div')({ display: 'grid', gap: 6, justifyItems: 'start', '& > div': { display: 'flex', gap: 2, inlineSize: '100%', alignItems: 'center' } });

/** What can be chosen, in the order in which it is offered. Each keeps the value that it had when it was first saved. */
export function ChoicesInput({ choices, saved, onChange }: { choices: readonly OwnChoice[]; saved: ReadonlySet<string>; onChange: (choices: readonly OwnChoice[]) => void }) {
  const { t } = useTranslation();
  const put = (at: number, label: string) => onChange(choices.map((choice, index) => {
    if (index !== at) return choice;
    const others = new Set(choices.filter((_, other) => other !== at).map(({ value }) => value));
    return { label, value: saved.has(choice.value) ? choice.value : nameFrom(label, others, 'choice') };
  }));
  const add = () => onChange([...choices, { label: '', value: nameFrom('', new Set(choices.map(({ value }) => value)), 'choice') }]);
  const swap = (at: number) => onChange(choices.map((choice, index) => choices[index === at ? at - 1 : index === at - 1 ? at : index] ?? choice));
  return (
    <Rows role="group" aria-label={t('ownFields.choices')}>
      {choices.map(({ label }, index) => (
        // A choice has no name of its own before it is written.
        <div key={index}>
          <Input aria-label={t('ownFields.choice', { number: index + 1 })} value={label} maxLength={100} autoFocus={label === '' && index === choices.length - 1} onChange={({ target }) => put(index, target.value)} onKeyDown={(event) => { if (event.key === 'Enter' && label) { event.preventDefault(); add(); } }} />
          <IconButton aria-label={t('ownFields.up', { choice: label })} disabled={index === 0} onClick={() => swap(index)}><Icon of={ArrowUp} /></IconButton>
          <IconButton aria-label={t('ownFields.down', { choice: label })} disabled={index === choices.length - 1} onClick={() => swap(index + 1)}><Icon of={ArrowDown} /></IconButton>
          <IconButton aria-label={t('ownFields.withoutChoice', { choice: label })} onClick={() => onChange(choices.filter((_, other) => other !== index))}><Icon of={X} /></IconButton>
        </div>
      ))}
      <Button variant="text" startIcon={<Icon of={Plus} />} onClick={add}>{t('ownFields.addChoice')}</Button>
    </Rows>
  );
}
