import { useTranslation } from 'react-i18next';
import type { Json } from '../../../api/records.js';
import { useNouns } from '../../../kernel/nouns.js';
import { Field, Input, Select } from '../../../shell/Field.js';
import { useMeQuery } from '../../../api/session.js';
import { ConditionInput } from './ConditionInput.js';
import type { Part } from './graph.js';

const KINDS = ['record', 'fact', 'schedule', 'button', 'workflow'] as const;
const CHANGES = ['created', 'updated', 'deleted'] as const;

export function TriggerInputs({ trigger, onChange }: { trigger: Part; onChange: (inputs: Record<string, Json | undefined>) => void }) {
  const { t } = useTranslation();
  const { meta, byName } = useNouns();
  const { data: me } = useMeQuery();
  const { kind } = trigger;
  const noun = byName.get(String(trigger['noun'] ?? ''));
  const on = Array.isArray(trigger['on']) ? (trigger['on'] as string[]) : [];
  const nouns = meta.resources.filter(({ may }) => may.includes('read'));
  const begin = (next: string) => onChange({
    ...Object.fromEntries(Object.keys(trigger).map((name) => [name, undefined])), kind: next,
    ...(next === 'record' && { noun: String(trigger['noun'] ?? 'contact'), on: ['created'] }),
    ...(next === 'schedule' && { cron: '0 8 * * 1-5', zone: me?.timeZone ?? 'UTC' }),
    ...(next === 'button' && { noun: String(trigger['noun'] ?? 'contact') }),
  });
  return (
    <>
      <Field label={t('workflow.when')}>{(given) => <Select {...given} value={kind} onChange={({ target }) => begin(target.value)}>{KINDS.map((each) => <option key={each} value={each}>{t(`workflow.trigger.${each}`)}</option>)}</Select>}</Field>
      {kind !== 'schedule' && <Field label={t('audit.noun')}>{(given) => <Select {...given} value={String(trigger['noun'] ?? '')} onChange={({ target }) => onChange({ noun: target.value || undefined, where: undefined, fields: undefined })}><option value="" />{nouns.map(({ name, label }) => <option key={name} value={name}>{label}</option>)}</Select>}</Field>}
      {kind === 'record' && (
        <div role="group" aria-label={t('workflow.changes')} style={{ display: 'flex', gap: 12, flexWrap: 'wrap' }}>
          {CHANGES.map((each) => <label key={each} style={{ display: 'flex', gap: 6 }}><input type="checkbox" checked={on.includes(each)} onChange={({ target }) => onChange({ on: target.checked ? [...on, each] : on.filter((one) => one !== each) })} />{t(`workflow.on.${each}`)}</label>)}
        </div>
      )}
      {kind === 'fact' && <Field label={t('workflow.fact')} help={t('workflow.factHelp')}>{(given) => <Input {...given} dir="ltr" value={String(trigger['fact'] ?? '')} onChange={({ target }) => onChange({ fact: target.value })} />}</Field>}
      {kind === 'schedule' && (
        <>
          <Field label={t('workflow.cron')} help={t('workflow.cronHelp')}>{(given) => <Input {...given} dir="ltr" value={String(trigger['cron'] ?? '')} onChange={({ target }) => onChange({ cron: target.value || undefined })} />}</Field>
          <Field label={t('organizations.zone')}>{(given) => <Input {...given} dir="ltr" value={String(trigger['zone'] ?? '')} onChange={({ target }) => onChange({ zone: target.value || undefined })} />}</Field>
        </>
      )}
      {noun && kind !== 'schedule' && <div><p className="label">{t('workflow.where')}</p><ConditionInput key={`${kind} ${noun.name}`} noun={noun} value={trigger['where']} onChange={(where) => onChange({ where })} /></div>}
    </>
  );
}
