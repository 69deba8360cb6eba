import Button from '@mui/material/Button';
import { BookOpen } from 'lucide-react';
import { useState } from 'react';
import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Noun } from '../../../api/meta.js';
import { useCreateMutation } from '../../../api/records.js';
import { ListPage } from '../../../kernel/list/ListPage.js';
import { useNouns } from '../../../kernel/nouns.js';
import { Dialog } from '../../../shell/Dialog.js';
import { Icon } from '../../../shell/Icon.js';
import { useSay } from '../../../shell/use-say.js';
import { useRecipesQuery, useTakeRecipeMutation } from './automation.js';

const Grid = styled('div')(({ theme }) => ({
  display: 'grid',
  gridTemplateColumns: 'repeat(auto-fill, minmax(220px, 1fr))',
  gap: 10,
  '& button': { ...theme.typography.body2, fontFamily: 'inherit', display: 'flex', flexDirection: 'column', gap: 4, padding: 14, textAlign: 'start', borderRadius: 8, border: `1px solid ${theme.vars.palette.neutral[6]}`, color: theme.vars.palette.neutral[11], backgroundColor: theme.vars.palette.raised },
  '& button:hover, & button:focus-visible': { borderColor: theme.vars.palette.accent.solid, outline: 'none' },
  '& b': { fontWeight: theme.typography.fontWeightMedium, color: theme.vars.palette.neutral[12] },
}));

const BLANK = { trigger: { kind: 'record', noun: 'contact', on: ['created'] }, steps: [], edges: [] };

/** Workflows, and the recipes that they can begin with. */
export default function List({ noun }: { noun: Noun }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { byName } = useNouns();
  const [isOpen, setOpen] = useState(false);
  const { data } = useRecipesQuery(undefined, { skip: !isOpen });
  const [take] = useTakeRecipeMutation();
  const [create] = useCreateMutation();
  const { refused } = useSay();
  const mayCreate = noun.may.includes('create');
  const go = async (making: Promise<{ data?: { id: string }; error?: unknown }>) => {
    const made = await making;
    if (made.data) await navigate(`/automation/workflows/${made.data.id}`);
    else refused(made.error);
  };
  return (
    <>
      <ListPage noun={mayCreate ? { ...noun, may: noun.may.filter((each) => each !== 'create') } : noun} action={mayCreate && <Button variant="contained" startIcon={<Icon of={BookOpen} />} onClick={() => setOpen(true)}>{t('palette.new', { noun: noun.label })}</Button>} />
      {isOpen && (
        <Dialog title={t('workflow.recipes')} width={760} onClose={() => setOpen(false)}>
          <Grid>
            <button type="button" onClick={() => void go(create({ path: noun.path, body: { name: t('workflow.blankName'), graph: BLANK } }))}><b>{t('workflow.blank')}</b>{t('workflow.blankSay')}</button>
            {data?.data.filter(({ needs }) => needs.every((name) => byName.has(name))).map(({ key, name, description }) => <button key={key} type="button" onClick={() => void go(take(key))}><b>{name}</b>{description}</button>)}
          </Grid>
        </Dialog>
      )}
    </>
  );
}
