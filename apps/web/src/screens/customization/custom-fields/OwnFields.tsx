import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import { styled } from '@mui/material/styles';
import { ListPlus, Pencil, Plus, Trash2, Type } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { api } from '../../../api/api.js';
import type { Noun } from '../../../api/meta.js';
import { useRemoveMutation, useRestoreMutation, type Row } from '../../../api/records.js';
import { Pill } from '../../../kernel/fields/Pill.js';
import { useWhole } from '../../../kernel/list/use-whole.js';
import { pathOf, useNouns } from '../../../kernel/nouns.js';
import { Empty } from '../../../shell/Empty.js';
import { Icon } from '../../../shell/Icon.js';
import { useSay } from '../../../shell/use-say.js';
import { useHere } from '../../../shell/where.js';
import { useAppDispatch } from '../../../store.js';
import { Panel, Panels } from '../../settings/Panel.js';
import { FieldDialog } from './FieldDialog.js';
import { fieldOf, TYPE_ICONS } from './own-field.js';

const MOST_SHOWN = 2_000;
const KNOWN_EVERYWHERE_MS = 5_000;

const About = styled('span')({ flex: 1, minInlineSize: 0, display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 8px' });

/** The fields that the organisation gave to its records, noun by noun; `opened` is the one that a link leads to. */
export function OwnFields({ noun, opened }: { noun: Noun; opened?: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const dispatch = useAppDispatch();
  const { meta, byName } = useNouns();
  const [search, setSearch] = useSearchParams();
  const { rows, isComplete } = useWhole({ path: noun.path, sort: 'label' }, MOST_SHOWN);
  const [remove] = useRemoveMutation();
  const [restore] = useRestoreMutation();
  const { done, refused } = useSay();
  useHere(noun.labelOfMany);
  const mayAdd = noun.may.includes('create');
  const row = rows.find(({ id }) => id === opened);
  const labelOf = (name: string) => byName.get(name)?.labelOfMany ?? name;
  const extended = [...new Set(rows.map((each) => String(each['resource'])))].sort((a, b) => labelOf(a).localeCompare(labelOf(b)));

  // Lists, forms and filters are drawn by what the meta document says, and not every process knows of the change at once.
  const redraw = () => {
    dispatch(api.util.invalidateTags(['Meta', 'FirstSteps']));
    setTimeout(() => dispatch(api.util.invalidateTags(['Meta'])), KNOWN_EVERYWHERE_MS);
  };
  const add = (resource = '') => setSearch({ new: resource });
  const close = () => (opened ? void navigate(pathOf(noun)) : setSearch({}));
  const saved = (label: string) => {
    redraw();
    done(t('ownFields.saved', { field: label }));
    close();
  };
  const removeIt = async ({ id, label }: Row) => {
    const gone = await remove({ path: noun.path, id });
    if (gone.error) return refused(gone.error);
    redraw();
    done(t('ownFields.deleted', { field: String(label) }), () => void restore({ path: noun.path, id }).then(redraw));
  };

  return (
    <Panels title={noun.labelOfMany} say={t('ownFields.say')} action={mayAdd && <Button variant="contained" startIcon={<Icon of={Plus} />} onClick={() => add()}>{t('ownFields.add')}</Button>}>
      {isComplete && rows.length === 0 && <Empty icon={ListPlus} title={t('list.none', { nouns: noun.labelOfMany })}>{t('ownFields.noneSay')}</Empty>}
      {extended.map((name) => (
        <Panel key={name} title={labelOf(name)} action={mayAdd && byName.has(name) && <Button variant="text" startIcon={<Icon of={Plus} />} onClick={() => add(name)}>{t('ownFields.add')}</Button>}>
          <ul>{rows.filter((each) => each['resource'] === name).map((each) => <OneField key={each.id} noun={noun} row={each} onOpen={() => void navigate(`${pathOf(noun)}/${each.id}`)} onRemove={() => void removeIt(each)} />)}</ul>
        </Panel>
      ))}
      {(row || search.has('new')) && <FieldDialog key={row?.id} noun={noun} nouns={meta.resources} rows={rows} row={row} resource={search.get('new') || undefined} onClose={close} onSaved={saved} />}
    </Panels>
  );
}

function OneField({ noun, row, onOpen, onRemove }: { noun: Noun; row: Row; onOpen: () => void; onRemove: () => void }) {
  const { t } = useTranslation();
  const { key, label, type, options, required, list, search } = fieldOf(row);
  const typeLabel = noun.fields.find(({ name }) => name === 'type')?.choices?.find(({ value }) => value === type)?.label ?? type;
  return (
    <li>
      <Icon of={TYPE_ICONS[type] ?? Type} />
      <About>
        <span className="what">
          <b dir="auto">{label}</b>
          <span>{typeLabel}{options.choices && <> · <bdi>{options.choices.map((choice) => choice.label).join(', ')}</bdi></>} · <bdi>{key}</bdi></span>
        </span>
        {required && <Pill shade="amber">{t('ownFields.isRequired')}</Pill>}
        {list !== null && <Pill shade="blue">{t('ownFields.isListed')}</Pill>}
        {search !== null && <Pill shade="green">{t('ownFields.isSearched')}</Pill>}
      </About>
      {noun.may.includes('update') && <IconButton aria-label={t('ownFields.change', { field: label })} onClick={onOpen}><Icon of={Pencil} /></IconButton>}
      {noun.may.includes('delete') && <IconButton aria-label={t('ownFields.delete', { field: label })} onClick={onRemove}><Icon of={Trash2} /></IconButton>}
    </li>
  );
}
