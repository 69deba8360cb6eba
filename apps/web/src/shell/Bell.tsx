import Badge from '@mui/material/Badge';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Popover from '@mui/material/Popover';
import Skeleton from '@mui/material/Skeleton';
import { styled } from '@mui/material/styles';
import Tooltip from '@mui/material/Tooltip';
import { Bell as BellIcon, BellOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '../api/api.js';
import { whenNotified } from '../api/live.js';
import { useMarkReadMutation, useNotificationsQuery, useUnreadQuery, type Notice } from '../api/notifications.js';
import { Face } from '../kernel/fields/Face.js';
import { Ago } from '../kernel/fields/Value.js';
import { useAppDispatch } from '../store.js';
import { Empty } from './Empty.js';
import { Icon } from './Icon.js';

const Panel = styled('div')(({ theme }) => ({
  inlineSize: 'min(400px, calc(100vw - 32px))',
  '& header': { display: 'flex', alignItems: 'center', justifyContent: 'space-between', paddingBlock: 8, paddingInline: '16px 8px', borderBlockEnd: `1px solid ${theme.vars.palette.neutral[5]}` },
  '& h2': { ...theme.typography.h2, margin: 0 },
  '& ul': { listStyle: 'none', margin: 0, padding: 4, maxBlockSize: 'min(480px, 70vh)', overflow: 'auto' },
}));

const Row = styled(Link, { shouldForwardProp: (name) => name !== 'unread' })<{ unread: boolean }>(({ theme, unread }) => ({
  ...theme.typography.body2,
  display: 'grid',
  gridTemplateColumns: '24px 1fr 8px',
  gap: 10,
  padding: 10,
  borderRadius: 6,
  color: unread ? theme.vars.palette.neutral[12] : theme.vars.palette.neutral[11],
  textDecoration: 'none',
  '& p': { margin: 0, overflowWrap: 'anywhere' },
  '& time': { fontSize: '0.75rem', color: theme.vars.palette.neutral[10] },
  '& i': { inlineSize: 8, blockSize: 8, marginBlockStart: 6, borderRadius: 4, backgroundColor: unread ? theme.vars.palette.accent.solid : 'transparent' },
  '&:hover': { backgroundColor: theme.vars.palette.neutral[3] },
}));

/** What one was told, newest first; opening one is having read it. */
export function Bell() {
  const { t } = useTranslation();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { data } = useUnreadQuery(undefined, { pollingInterval: 60_000, skipPollingIfUnfocused: true, refetchOnFocus: true });
  const [mark] = useMarkReadMutation();
  const dispatch = useAppDispatch();
  useEffect(() => whenNotified(() => dispatch(api.util.invalidateTags(['Notifications']))), [dispatch]);
  const unread = data?.unread ?? 0;
  const say = unread ? t('bell.unread', { count: unread }) : t('bell.title');
  return (
    <>
      <Tooltip title={say}>
        <IconButton aria-label={say} aria-haspopup="dialog" aria-expanded={anchor !== null} onClick={({ currentTarget }) => setAnchor(currentTarget)}>
          <Badge variant="dot" color="primary" invisible={unread === 0} overlap="circular"><Icon of={BellIcon} /></Badge>
        </IconButton>
      </Tooltip>
      <Popover open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)} anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }} transformOrigin={{ vertical: 'top', horizontal: 'right' }} slotProps={{ paper: { role: 'dialog', 'aria-label': t('bell.title'), sx: { borderRadius: '10px', border: '1px solid', borderColor: 'divider', marginBlockStart: '4px' } } }}>
        <Panel>
          <header>
            <h2>{t('bell.title')}</h2>
            <Button variant="text" disabled={unread === 0} onClick={() => void mark({ read: true })}>{t('bell.readAll')}</Button>
          </header>
          <Notices onOpen={(notice) => { setAnchor(null); if (!notice.readAt) void mark({ read: true, ids: [notice.id] }); }} />
        </Panel>
      </Popover>
    </>
  );
}

function Notices({ onOpen }: { onOpen: (notice: Notice) => void }) {
  const { t } = useTranslation();
  const { data, isLoading } = useNotificationsQuery(undefined, { refetchOnMountOrArgChange: true });
  if (isLoading) return <ul aria-busy>{[1, 2, 3].map((key) => <li key={key}><Skeleton height={48} /></li>)}</ul>;
  if (!data?.data.length) return <Empty icon={BellOff} title={t('bell.none')}>{t('bell.noneSay')}</Empty>;
  return (
    <ul>
      {data.data.map((notice) => (
        <li key={notice.id}>
          <Row to={notice.record?.path.replace(/^\/api\/v1/, '') ?? '/'} unread={!notice.readAt} onClick={() => onOpen(notice)}>
            <Face name={notice.actor?.name ?? 'Tessera'} size={24} />
            <p>{notice.text}<br /><Ago at={notice.createdAt} /></p>
            <i role="img" aria-label={notice.readAt ? t('bell.read') : t('bell.new')} />
          </Row>
        </li>
      ))}
    </ul>
  );
}
