import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Noun } from '../../../api/meta.js';
import { isProblem } from '../../../api/problem.js';
import { useCreateMutation, useUpdateMutation, type Row } from '../../../api/records.js';
import { Dialog } from '../../../shell/Dialog.js';
import { Area, Field, Input, Select } from '../../../shell/Field.js';
import { reason, useSay } from '../../../shell/use-say.js';
import { ChoicesInput } from './ChoicesInput.js';
import { extensible, fieldOf, LISTED_AT, nameFrom, optionsFor, SEARCH_WEIGHT, SEARCHED, type OwnField } from './own-field.js';

const Form = styled('div')(({ theme }) => ({
  display: 'grid',
  gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
  gap: '14px 16px',
  '& > .wide': { gridColumn: '1 / -1' },
  '& > fieldset': { gridColumn: '1 / -1', border: 0, margin: 0, padding: 0, display: 'grid', gap: 8 },
  '& > fieldset label': { ...theme.typography.body2, display: 'flex', alignItems: 'center', gap: 10, minBlockSize: 24 },
  '& > fieldset input': { inlineSize: 16, blockSize: 16, margin: 0, accentColor: theme.vars.palette.accent.solid },
  [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
}));

interface Props {
  noun: Noun;
  nouns: readonly Noun[];
  /** All that there are. */
  rows: readonly Row[];
  /** The one that is changed; without it, another is made. */
  row?: Row | undefined;
  resource?: string | undefined;
  onClose: () => void;
  onSaved: (label: string) => void;
}

/** What a field is called, what it takes and where it shows. Noun, type and name stand from the first save on. */
export function FieldDialog({ noun, nouns, rows, row, resource, onClose, onSaved }: Props) {
  const { t } = useTranslation();
  const { refused } = useSay();
  const [create, making] = useCreateMutation();
  const [update, changing] = useUpdateMutation();
  const offered = extensible(nouns);
  const [field, setField] = useState<OwnField>(() => (row ? fieldOf(row) : { resource: resource ?? offered[0]?.name ?? '', key: '', label: '', help: null, type: 'text', options: {}, required: false, list: null, search: null, personal: 'personal' }));
  const [ownName, setOwnName] = useState<string | null>(null);
  const put = (changes: Partial<OwnField>) => setField((now) => ({ ...now, ...changes }));
  const option = (name: string, value: unknown) => put({ options: { ...field.options, [name]: value } });
  const taken = new Set(rows.filter((other) => other['resource'] === field.resource).map(({ key }) => String(key)));
  const name = row ? field.key : (ownName ?? (field.label && nameFrom(field.label, taken, 'field')));
  const target = nouns.find((each) => each.name === field.resource);
  const choicesOf = (each: string) => noun.fields.find((one) => one.name === each)?.choices ?? [];
  const isSearchable = SEARCHED.has(field.type) && target?.fields.some(({ searchable }) => searchable);
  const { error, isLoading } = row ? changing : making;
  const faults = isProblem(error) ? (error.errors ?? []) : [];
  const faultAt = (at: string) => faults.find((fault) => fault.at === at || fault.at.startsWith(`${at}.`))?.say;
  const elsewhere = faults.filter(({ at }) => !['resource', 'label', 'key', 'type', 'options', 'help', 'search'].includes(at.split('.')[0]!));

  const save = async () => {
    const settings = { label: field.label, help: field.help, options: optionsFor(field), required: field.required, list: field.list, search: isSearchable ? field.search : null, personal: field.personal };
    const saved = row
      ? await update({ path: noun.path, id: row.id, body: settings, etag: `"${row.version}"` })
      : await create({ path: noun.path, body: { ...settings, resource: field.resource, key: name, type: field.type } });
    if (saved.data) onSaved(field.label);
    else if (!isProblem(saved.error) || !saved.error.errors?.length) refused(saved.error);
  };

  return (
    <Dialog
      title={row ? t('ownFields.change', { field: String(row['label']) }) : t('ownFields.add')}
      width={560}
      onClose={onClose}
      onSubmit={() => void save()}
      foot={<><Button variant="text" onClick={onClose}>{t('shell.cancel')}</Button><Button type="submit" variant="contained" loading={isLoading} disabled={!field.label.trim()}>{t(row ? 'ownFields.save' : 'ownFields.add')}</Button></>}
    >
      {elsewhere.length > 0 && <p role="alert">{reason({ ...(error as object), errors: elsewhere }, t('shell.unreachable'))}</p>}
      <Form>
        <div className="wide"><Field label={t('ownFields.label')} required error={faultAt('label')}>{(given) => <Input {...given} autoFocus value={field.label} maxLength={80} autoComplete="off" onChange={({ target: { value } }) => put({ label: value })} />}</Field></div>
        <Field label={t('ownFields.of')} error={faultAt('resource')}>
          {(given) => <Select {...given} value={field.resource} disabled={row !== undefined} onChange={({ target: { value } }) => put({ resource: value })}>{(row && target ? [target] : offered).map((each) => <option key={each.name} value={each.name}>{each.labelOfMany}</option>)}</Select>}
        </Field>
        <Field label={t('ownFields.type')} error={faultAt('type')}>
          {(given) => <Select {...given} value={field.type} disabled={row !== undefined} onChange={({ target: { value } }) => put({ type: value, options: value === 'choice' ? { choices: [{ value: 'choice', label: '' }] } : {} })}>{choicesOf('type').map(({ value, label }) => <option key={value} value={value}>{label}</option>)}</Select>}
        </Field>
        {field.type === 'choice' && (
          <div className="wide">
            <Field label={t('ownFields.choices')} help={row && t('ownFields.choicesHelp')} error={faultAt('options')}>
              {() => <ChoicesInput choices={field.options.choices ?? []} saved={new Set(row ? fieldOf(row).options.choices?.map(({ value }) => value) : [])} onChange={(choices) => option('choices', choices)} />}
            </Field>
          </div>
        )}
        {field.type === 'money' && <Field label={t('ownFields.currency')} help={t('ownFields.currencyHelp')} error={faultAt('options')}>{(given) => <Input {...given} dir="ltr" maxLength={3} value={field.options.currency ?? ''} onChange={({ target: { value } }) => option('currency', value.toUpperCase())} />}</Field>}
        {(field.type === 'number' || field.type === 'percent') && <Field label={t('ownFields.decimals')} error={faultAt('options')}>{(given) => <Input {...given} type="number" min={0} max={12} value={field.options.decimals ?? ''} onChange={({ target: { value } }) => option('decimals', value === '' ? undefined : Number(value))} />}</Field>}
        {field.type === 'rating' && <Field label={t('ownFields.most')} error={faultAt('options')}>{(given) => <Input {...given} type="number" min={2} max={10} value={field.options.max ?? 5} onChange={({ target: { value } }) => option('max', Number(value))} />}</Field>}
        <div className="wide"><Field label={t('ownFields.help')} help={t('ownFields.helpSay')} error={faultAt('help')}>{(given) => <Area {...given} rows={2} maxLength={300} value={field.help ?? ''} onChange={({ target: { value } }) => put({ help: value || null })} />}</Field></div>
        <fieldset aria-label={t('ownFields.where')}>
          <Tick label={t('ownFields.required')} checked={field.required} onChange={(required) => put({ required })} />
          <Tick label={t('ownFields.listed')} checked={field.list !== null} onChange={(isListed) => put({ list: isListed ? LISTED_AT : null })} />
          {isSearchable && <Tick label={t('ownFields.searched')} checked={field.search !== null} onChange={(isSearched) => put({ search: isSearched ? SEARCH_WEIGHT : null })} />}
        </fieldset>
        {faultAt('search') && <p role="alert" className="wide">{faultAt('search')}</p>}
        <Field label={t('ownFields.personal')} help={t('ownFields.personalHelp')}>{(given) => <Select {...given} value={field.personal} onChange={({ target: { value } }) => put({ personal: value })}>{choicesOf('personal').map(({ value, label }) => <option key={value} value={value}>{label}</option>)}</Select>}</Field>
        <Field label={t('ownFields.name')} help={t('ownFields.nameHelp')} error={faultAt('key')}>{(given) => <Input {...given} dir="ltr" disabled={row !== undefined} maxLength={40} autoComplete="off" spellCheck={false} value={name} onChange={({ target: { value } }) => setOwnName(value || null)} />}</Field>
      </Form>
    </Dialog>
  );
}

function Tick({ label, checked, onChange }: { label: string; checked: boolean; onChange: (checked: boolean) => void }) {
  return <label><input type="checkbox" checked={checked} onChange={({ target }) => onChange(target.checked)} />{label}</label>;
}
