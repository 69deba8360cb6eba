import Button from '@mui/material/Button';
import { Monitor, Smartphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useAccountEventsQuery, useEndOthersMutation, useEndSessionMutation, useSessionsQuery } from '../../api/security.js';
import { Ago } from '../../kernel/fields/Value.js';
import { Pill } from '../../kernel/fields/Pill.js';
import { Icon } from '../../shell/Icon.js';
import { useSay } from '../../shell/use-say.js';
import { Panel, Panels } from './Panel.js';

export function SessionsPage() {
  const { t } = useTranslation();
  const { data } = useSessionsQuery();
  const { data: events } = useAccountEventsQuery();
  const [end] = useEndSessionMutation();
  const [endOthers] = useEndOthersMutation();
  const { done, refused } = useSay();
  const finish = async (work: Promise<{ error?: unknown }>) => {
    const { error } = await work;
    if (error) refused(error);
    else done(t('settings.signedOut'));
  };
  return (
    <Panels title={t('settings.sessions')} say={t('settings.sessionsSay')}>
      <Panel title={t('settings.signedInAt')} action={<Button disabled={(data?.data.length ?? 0) < 2} onClick={() => void finish(endOthers())}>{t('settings.endOthers')}</Button>}>
        <ul>
          {data?.data.map(({ id, current, device, place, seenAt }) => (
            <li key={id}>
              <Icon of={/Mobile|Android|iPhone/.test(device ?? '') ? Smartphone : Monitor} />
              <span className="what"><b>{nameOf(device) ?? t('settings.unknownDevice')}</b><span><bdi>{place}</bdi> · <Ago at={seenAt} /></span></span>
              {current ? <Pill shade="green">{t('settings.thisOne')}</Pill> : <Button variant="text" onClick={() => void finish(end(id))}>{t('me.signOut')}</Button>}
            </li>
          ))}
        </ul>
      </Panel>
      <Panel title={t('settings.events')}>
        <ul>{events?.data.slice(0, 20).map(({ id, what, happenedAt, place, device }) => <li key={id}><span className="what"><b>{t(`accountEvent.${what}` as 'accountEvent.signed-in')}</b><span>{nameOf(device)} {place && <bdi>{place}</bdi>}</span></span><Ago at={happenedAt} /></li>)}</ul>
      </Panel>
    </Panels>
  );
}

const BROWSERS = [['Edg/', 'Edge'], ['Firefox/', 'Firefox'], ['Chrome/', 'Chrome'], ['Safari/', 'Safari']] as const;
const SYSTEMS = [['Windows', 'Windows'], ['iPhone', 'iPhone'], ['Android', 'Android'], ['Mac OS', 'macOS'], ['Linux', 'Linux']] as const;

function nameOf(device: string | null): string | null {
  if (!device) return null;
  const browser = BROWSERS.find(([mark]) => device.includes(mark))?.[1];
  const system = SYSTEMS.find(([mark]) => device.includes(mark))?.[1];
  return browser ? [browser, system].filter(Boolean).join(', ') : device.slice(0, 60);
}
