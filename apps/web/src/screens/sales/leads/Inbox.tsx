import { styled } from '@mui/material/styles';
import { Inbox as InboxIcon } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import type { InboxProps } from '../../../kernel/list/ListPage.js';
import { pathOf } from '../../../kernel/nouns.js';
import { Empty } from '../../../shell/Empty.js';
import { useKey } from '../../../shell/use-key.js';
import { useWide } from '../../../shell/use-wide.js';
import { InboxList } from './InboxList.js';
import { LeadPane } from './LeadPane.js';

const Panes = styled('div')({ flex: 1, minBlockSize: 0, display: 'flex', '& > *': { minBlockSize: 0 } });

/** Open leads at the side, and beside them the one that is looked at; a phone shows one of both. */
export function Inbox({ noun, rows, isLoading, hasMore, onMore }: InboxProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const isWide = useWide();
  const [search, setSearch] = useSearchParams();
  const asked = search.get('at');
  const at = asked ?? (isWide ? rows[0]?.id : undefined);
  // Keys may come faster than addresses change.
  const latest = useRef(at);
  latest.current = at;
  const look = (id: string | undefined, replace = true) => {
    latest.current = id;
    setSearch((now) => {
      const next = new URLSearchParams(now);
      if (id) next.set('at', id);
      else next.delete('at');
      return next;
    }, { replace });
  };
  const beside = (by: number) => rows[Math.min(Math.max(rows.findIndex(({ id }) => id === latest.current) + by, 0), rows.length - 1)]?.id;
  const move = (by: number) => look(beside(by));
  // The next one, or the one before at the end of the list.
  const goOn = () => look(isWide ? [beside(1), beside(-1)].find((id) => id !== at) : undefined);
  useKey('j', () => move(1));
  useKey('k', () => move(-1));
  const [asking, setAsking] = useState<{ id: string | undefined; what: 'convert' | 'unqualify' } | null>(null);
  useKey('c', () => setAsking({ id: latest.current, what: 'convert' }), noun.actions.some(({ name }) => name === 'convert'), true);
  if (!isLoading && rows.length === 0 && !asked) return <Empty icon={InboxIcon} title={t('leads.done')}>{t('leads.doneSay')}</Empty>;
  return (
    <Panes>
      {(isWide || !asked) && <InboxList rows={rows} at={at} isLoading={isLoading} hasMore={hasMore} onMore={onMore} onMove={move} onLook={(id) => look(id, isWide)} onOpen={(id) => void navigate(`${pathOf(noun)}/${id}`)} />}
      {at && <LeadPane key={at} noun={noun} id={at} onBack={isWide ? undefined : () => look(undefined)} onGone={goOn} asking={asking?.id === at ? asking?.what : undefined} onAsk={(what) => setAsking(what ? { id: at, what } : null)} />}
    </Panes>
  );
}
