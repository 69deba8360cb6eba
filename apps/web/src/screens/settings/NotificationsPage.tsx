import { styled } from '@mui/material/styles';
import { useTranslation } from 'react-i18next';
import { useWishesQuery, useWishMutation } from '../../api/security.js';
import { Field, Input } from '../../shell/Field.js';
import { useSay } from '../../shell/use-say.js';
import { Panel, Panels } from './Panel.js';

const Table = styled('table')(({ theme }) => ({
  ...theme.typography.body2,
  inlineSize: '100%',
  borderCollapse: 'collapse',
  '& th, & td': { padding: '8px 16px', textAlign: 'start', borderBlockStart: `1px solid ${theme.vars.palette.neutral[4]}`, fontWeight: 400 },
  '& thead th': { color: theme.vars.palette.neutral[11], fontWeight: theme.typography.fontWeightMedium },
  '& td, & thead th:not(:first-of-type)': { textAlign: 'center', inlineSize: 84 },
  '& input': { accentColor: theme.vars.palette.accent.solid, inlineSize: 16, blockSize: 16 },
}));

const CHANNELS = ['in-app', 'mail', 'push'] as const;

export function NotificationsPage() {
  const { t } = useTranslation();
  const { data } = useWishesQuery();
  const [wish] = useWishMutation();
  const { refused } = useSay();
  if (!data) return null;
  const put = async (body: Parameters<typeof wish>[0]) => {
    const saved = await wish(body);
    if (saved.error) refused(saved.error);
  };
  const known = CHANNELS.filter((channel) => data.types.some(({ channels }) => channels.includes(channel)) || channel !== 'push');
  return (
    <Panels title={t('settings.notifications')} say={t('settings.notificationsSay')}>
      <Panel title={t('settings.channels')}>
        <Table>
          <thead><tr><th scope="col">{t('settings.about')}</th>{known.map((channel) => <th key={channel} scope="col">{t(`settings.channel.${channel}`)}</th>)}</tr></thead>
          <tbody>
            {data.types.map(({ type, label, channels }) => (
              <tr key={type}>
                <th scope="row">{label}</th>
                {known.map((channel) => <td key={channel}><input type="checkbox" aria-label={`${label}: ${t(`settings.channel.${channel}`)}`} checked={channels.includes(channel)} onChange={({ target }) => void put({ channels: { [type]: target.checked ? [...channels, channel] : channels.filter((each) => each !== channel) } })} /></td>)}
              </tr>
            ))}
          </tbody>
        </Table>
      </Panel>
      <Panel title={t('settings.quiet')} say={t('settings.quietSay')}>
        <div className="body" style={{ gridTemplateColumns: '1fr 1fr 1fr' }}>
          <Field label={t('settings.from')}>{(given) => <Input {...given} type="time" defaultValue={data.quiet?.from ?? ''} onBlur={({ target }) => void put({ quiet: target.value ? { from: target.value, until: data.quiet?.until ?? '07:00' } : null })} />}</Field>
          <Field label={t('settings.until')}>{(given) => <Input {...given} type="time" defaultValue={data.quiet?.until ?? ''} onBlur={({ target }) => void put({ quiet: target.value ? { from: data.quiet?.from ?? '20:00', until: target.value } : null })} />}</Field>
          <Field label={t('settings.digest')}>{(given) => <Input {...given} type="time" defaultValue={data.digestAt ?? ''} onBlur={({ target }) => void put({ digestAt: target.value || null })} />}</Field>
        </div>
      </Panel>
    </Panels>
  );
}
