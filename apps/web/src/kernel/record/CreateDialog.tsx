import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field, Noun } from '../../api/meta.js';
import { isProblem } from '../../api/problem.js';
import { useCreateMutation, type Json, type Row } from '../../api/records.js';
import { useMeQuery } from '../../api/session.js';
import { Dialog } from '../../shell/Dialog.js';
import { Field as Labelled } from '../../shell/Field.js';
import { reason, useSay } from '../../shell/use-say.js';
import { Editor } from '../fields/Editor.js';
import { formFields, listFields } from '../nouns.js';

const Grid = styled('div')(({ theme }) => ({ display: 'grid', gridTemplateColumns: 'repeat(2, minmax(0, 1fr))', gap: '14px 16px', '& > .wide': { gridColumn: '1 / -1' }, [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)' } }));

interface Props {
  noun: Noun;
  preset?: Record<string, Json> | undefined;
  presetRow?: Record<string, Row> | undefined;
  onClose: () => void;
  onMade: (row: Row) => void;
}

const WIDE = new Set(['lines', 'rich-text', 'json', 'tags']);

/** The form of any noun: what matters first, the rest on request; each fault stands at its field. */
export function CreateDialog({ noun, preset = {}, presetRow = {}, onClose, onMade }: Props) {
  const { t } = useTranslation();
  const { data: me } = useMeQuery();
  const { done } = useSay();
  const [create, { isLoading, error }] = useCreateMutation();
  const [values, setValues] = useState<Record<string, Json>>(() => ({ ...defaults(noun, me?.member?.id ?? null), ...preset }));
  const [isWhole, setWhole] = useState(false);
  const listed = new Set(listFields(noun).map(({ name }) => name));
  const all = formFields(noun);
  const first = all.filter(({ name, required }) => required || listed.has(name) || name in preset || isTitlePart(noun, name));
  const fields = isWhole || first.length === 0 ? all : first;
  const faults = isProblem(error) ? (error.errors ?? []) : [];
  const elsewhere = faults.filter(({ at }) => !fields.some(({ name }) => at === name || at.startsWith(`${name}.`)));
  const submit = async () => {
    const made = await create({ path: noun.path, body: bodyOf(values) });
    if (!made.data) return;
    done(t('record.made', { noun: noun.label }));
    onMade(made.data);
  };
  const row = { id: '', version: 0, ...values, ...presetRow, ...(me?.member && { owner: { ...me.member, version: 0 } as unknown as Json }) } as unknown as Row;
  return (
    <Dialog
      title={t('palette.new', { noun: noun.label })}
      width={620}
      onClose={onClose}
      onSubmit={() => void submit()}
      foot={(
        <>
          {fields.length < all.length && <Button variant="text" sx={{ marginInlineEnd: 'auto' }} onClick={() => setWhole(true)}>{t('record.moreFields', { count: all.length - fields.length })}</Button>}
          <Button variant="text" onClick={onClose}>{t('shell.cancel')}</Button>
          <Button type="submit" variant="contained" loading={isLoading}>{t('record.make', { noun: noun.label })}</Button>
        </>
      )}
    >
      {isProblem(error) && (elsewhere.length > 0 || faults.length === 0) && <p role="alert">{elsewhere.length ? elsewhere.map(({ at, say }) => `${at}: ${say}`).join(' ') : reason(error, t('shell.unreachable'))}</p>}
      <Grid>
        {fields.map((field, index) => (
          <div key={field.name} className={WIDE.has(field.widget) ? 'wide' : undefined}>
            <Labelled label={field.label} help={field.help} required={field.required} error={faults.find(({ at }) => at === field.name || at.startsWith(`${field.name}.`))?.say}>
              {(given) => <Editor field={field} value={values[field.name] ?? null} row={row} onChange={(value) => setValues((now) => ({ ...now, ...namedBy(noun, field.name), [field.name]: value }))} given={given} autoFocus={index === 0} />}
            </Labelled>
          </div>
        ))}
      </Grid>
    </Dialog>
  );
}

/** Of another noun there is no such record. */
function namedBy({ fields }: Noun, name: string): Record<string, null> {
  return Object.fromEntries(fields.filter(({ settings }) => settings?.nounIn === name).map((field) => [field.name, null]));
}

function isTitlePart(noun: Noun, name: string): boolean {
  return name === noun.title || (noun.title === 'fullName' && (name === 'firstName' || name === 'lastName'));
}

function defaults(noun: Noun, memberId: string | null): Record<string, Json> {
  return Object.fromEntries(formFields(noun).flatMap((field: Field) => {
    if (field.default === 'actor') return [[field.name, memberId]];
    return field.default === undefined ? [] : [[field.name, field.default as Json]];
  }));
}

/** An organisation's own fields travel in an object of theirs; what was left empty is not sent. */
function bodyOf(values: Record<string, Json>): object {
  const filled = Object.entries(values).filter(([, value]) => value !== null && value !== '');
  const custom = filled.filter(([name]) => name.startsWith('custom.')).map(([name, value]) => [name.slice('custom.'.length), value]);
  return { ...Object.fromEntries(filled.filter(([name]) => !name.startsWith('custom.'))), ...(custom.length && { custom: Object.fromEntries(custom) }) };
}
