import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import type { Noun } from '../../../api/meta.js';
import { useFewQuery, useUpdateMutation, type Row } from '../../../api/records.js';
import { useSay } from '../../../shell/use-say.js';

const Steps = styled('div')(({ theme }) => ({
  display: 'flex', flexWrap: 'wrap', gap: 4, padding: 3, marginBlockEnd: 20, borderRadius: 8, backgroundColor: theme.vars.palette.neutral[3], inlineSize: 'fit-content',
  '& button': { ...theme.typography.body2, fontFamily: 'inherit', minBlockSize: 28, paddingInline: 12, border: 0, borderRadius: 6, background: 'none', color: theme.vars.palette.neutral[11] },
  '& button:hover:enabled': { color: theme.vars.palette.neutral[12] },
  '& button:disabled': { color: theme.vars.palette.neutral[9] },
  '& button[aria-pressed=true], & button[aria-pressed=true]:disabled': { color: theme.vars.palette.neutral[12], fontWeight: theme.typography.fontWeightMedium, backgroundColor: theme.vars.palette.raised, boxShadow: '0 1px 2px rgb(0 0 0 / 0.12)' },
  '& button:focus-visible': { outline: `2px solid ${theme.vars.palette.accent.solid}` },
  '@media (pointer: coarse)': { '& button': { minBlockSize: 44 } },
}));

const STATUSES = '/api/v1/sales/lead-statuses';

export function useStatuses(phases: readonly string[]): readonly Row[] {
  const { data } = useFewQuery({ path: STATUSES, sort: 'position', limit: 100 });
  return data?.data.filter(({ phase }) => phases.includes(String(phase))) ?? [];
}

/** Where an open lead stands, and where it can go; none goes back to being new. */
export function StatusSteps({ noun, lead, mayUpdate }: { noun: Noun; lead: Row; mayUpdate: boolean }) {
  const { t } = useTranslation();
  const statuses = useStatuses(['new', 'working', 'qualified']);
  const [update] = useUpdateMutation();
  const { done, refused } = useSay();
  const put = async (status: Row) => {
    const moved = await update({ path: noun.path, id: lead.id, body: { statusId: status.id }, etag: `"${lead.version}"` });
    if (moved.error) refused(moved.error);
    else done(t('leads.now', { status: String(status['name']) }));
  };
  if (!mayUpdate || statuses.length === 0) return null;
  return (
    <Steps role="group" aria-label={t('leads.status')}>
      {statuses.map((status) => {
        const isHere = status.id === lead['statusId'];
        return <button key={status.id} type="button" aria-pressed={isHere} disabled={!isHere && status['phase'] === 'new' && lead['phase'] !== 'new'} onClick={() => { if (!isHere) void put(status); }}>{String(status['name'])}</button>;
      })}
    </Steps>
  );
}
