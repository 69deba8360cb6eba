import { useTranslation } from 'react-i18next';
import type { Noun } from '../../../api/meta.js';
import { useFewQuery, type Json } from '../../../api/records.js';
import { useNouns } from '../../../kernel/nouns.js';
import { Area, Field, Input, Select } from '../../../shell/Field.js';
import { ConditionInput } from './ConditionInput.js';
import type { Graph, Step } from './graph.js';
import { ValuesInput } from './ValuesInput.js';

interface Props {
  graph: Graph;
  step: Step;
  /** Of the record that the run is about. */
  noun: Noun | undefined;
  onChange: (inputs: Record<string, Json | undefined>) => void;
}

const UNITS = [['minutes', 60], ['hours', 3_600], ['days', 86_400]] as const;

/** What a step is told. Texts are templates: {{ record.field }} stands for what the record says. */
export function StepInputs({ graph, step, noun, onChange }: Props) {
  const { t } = useTranslation();
  const { meta, byName } = useNouns();
  const nouns = meta.resources.filter(({ may }) => may.includes('read'));
  const text = (name: string, label: string, long = false, help?: string) => (
    <Field label={label} help={help}>
      {(given) => (long ? <Area {...given} rows={5} value={plain(step[name])} onChange={({ target }) => onChange({ [name]: target.value })} /> : <Input {...given} value={plain(step[name])} onChange={({ target }) => onChange({ [name]: target.value })} />)}
    </Field>
  );
  const ofNoun = () => <Field label={t('audit.noun')}>{(given) => <Select {...given} value={plain(step['noun'])} onChange={({ target }) => onChange({ noun: target.value, values: step.do === 'create' ? {} : undefined, where: undefined })}><option value="" />{nouns.map(({ name, label }) => <option key={name} value={name}>{label}</option>)}</Select>}</Field>;
  const where = (about: Noun | undefined) => <div><p className="label">{t('workflow.where')}</p><ConditionInput key={`${step.key} ${about?.name}`} noun={about} value={step['where']} onChange={(next) => onChange({ where: next })} /></div>;
  const seconds = () => {
    const given = Number(step['seconds'] ?? 0);
    const [unit, size] = [...UNITS].reverse().find(([, length]) => given >= length && given % length === 0) ?? UNITS[0];
    return (
      <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 8 }}>
        <Field label={t('workflow.howLong')}>{(props) => <Input {...props} type="number" min={1} value={given / size || ''} onChange={({ target }) => onChange({ seconds: Math.max(1, Math.round(Number(target.value) * size)) })} />}</Field>
        <Field label={t('workflow.unit')}>{(props) => <Select {...props} value={unit} onChange={({ target }) => onChange({ seconds: Math.round(given / size) * UNITS.find(([name]) => name === target.value)![1] })}>{UNITS.map(([name]) => <option key={name} value={name}>{t(`workflow.units.${name}`)}</option>)}</Select>}</Field>
      </div>
    );
  };
  switch (step.do) {
    case 'condition': return where(noun);
    case 'loop': return <Field label={t('workflow.over')}>{(given) => <Select {...given} value={plain(step['over'])} onChange={({ target }) => onChange({ over: target.value })}><option value="" />{graph.steps.filter((each) => each.do === 'find').map(({ key }) => <option key={key}>{key}</option>)}</Select>}</Field>;
    case 'wait': return seconds();
    case 'wait-for': return <>{text('event', t('workflow.event'), false, t('workflow.factHelp'))}{seconds()}</>;
    case 'find': return <>{ofNoun()}{where(byName.get(plain(step['noun'])))}</>;
    case 'create': return <>{ofNoun()}<ValuesInput noun={byName.get(plain(step['noun']))} value={step['values']} onChange={(values) => onChange({ values })} /></>;
    case 'update': return <ValuesInput noun={noun} value={step['values']} onChange={(values) => onChange({ values })} />;
    case 'act': return <Field label={t('workflow.verb')}>{(given) => <Select {...given} value={plain(step['verb'])} onChange={({ target }) => onChange({ verb: target.value })}><option value="" />{noun?.actions.map(({ name, say }) => <option key={name} value={name}>{say}</option>)}</Select>}</Field>;
    case 'assign': return <Assign step={step} onChange={onChange} />;
    case 'notify': return <><Whom step={step} name="member" noun={noun} onChange={onChange} />{text('title', t('workflow.title'))}{text('body', t('workflow.body'), true)}</>;
    case 'mail': return <>{text('to', t('workflow.to'), false, t('workflow.toHelp'))}{text('subject', t('workflow.subject'))}{text('body', t('workflow.body'), true, t('workflow.templateHelp'))}</>;
    case 'http': return isObject(step['body']) ? <Raw step={step} onChange={onChange} /> : <>{text('url', t('workflow.url'))}<Field label={t('workflow.method')}>{(given) => <Select {...given} value={plain(step['method']) || 'POST'} onChange={({ target }) => onChange({ method: target.value })}>{['POST', 'PUT', 'PATCH', 'GET', 'DELETE'].map((each) => <option key={each}>{each}</option>)}</Select>}</Field><Credential step={step} onChange={onChange} />{text('body', t('workflow.body'), true, t('workflow.templateHelp'))}</>;
    default: return <Raw step={step} onChange={onChange} />;
  }
}

/** A value that comes from somewhere is written in braces: { record.email }. */
function plain(value: Json | undefined): string {
  if (typeof value === 'object' && value !== null && 'from' in value) return `{ ${String(value['from'])} }`;
  if (typeof value === 'object' && value !== null && 'template' in value) return String(value['template']);
  return value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function isObject(value: Json | undefined): value is { [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What an address is let in by: sent as a bearer token, kept in the settings. */
function Credential({ step, onChange }: Pick<Props, 'step' | 'onChange'>) {
  const { t } = useTranslation();
  const { data } = useFewQuery({ path: '/api/v1/automation/credentials', limit: 100 });
  const { authorization, ...headers } = isObject(step['headers']) ? step['headers'] : {};
  const name = isObject(authorization) ? String(authorization['secret']) : '';
  const choose = (secret: string) => onChange({ headers: secret ? { ...headers, authorization: { secret, before: 'Bearer ' } } : headers });
  return (
    <Field label={t('workflow.credential')} help={t('workflow.credentialHelp')}>
      {(given) => (
        <Select {...given} value={name} onChange={({ target }) => choose(target.value)}>
          <option value="" />
          {data?.data.map((each) => <option key={each.id}>{String(each['name'])}</option>)}
        </Select>
      )}
    </Field>
  );
}

function Whom({ step, name, noun, onChange }: { step: Step; name: string; noun: Noun | undefined; onChange: Props['onChange'] }) {
  const { t } = useTranslation();
  const { data } = useFewQuery({ path: '/api/v1/identity/members', limit: 100 });
  const owner = noun?.fields.find(({ type }) => type === 'owner');
  const value = step[name];
  const now = typeof value === 'string' ? value : value ? 'owner' : '';
  return (
    <Field label={t('workflow.whom')}>
      {(given) => (
        <Select {...given} value={now} onChange={({ target }) => onChange({ [name]: target.value === 'owner' ? { from: `record.${owner?.name ?? 'ownerId'}` } : target.value })}>
          <option value="" />
          {owner && <option value="owner">{owner.label}</option>}
          {data?.data.map((member) => <option key={member.id} value={member.id}>{String(member['name'])}</option>)}
        </Select>
      )}
    </Field>
  );
}

function Assign({ step, onChange }: { step: Step; onChange: Props['onChange'] }) {
  const { t } = useTranslation();
  const { data } = useFewQuery({ path: '/api/v1/identity/members', limit: 100 });
  const among = (step['among'] ?? {}) as { members?: readonly string[] };
  const chosen = among.members ?? [];
  return (
    <>
      <div role="group" aria-label={t('workflow.among')} style={{ display: 'grid', gap: 4 }}>
        <p className="label">{t('workflow.among')}</p>
        {data?.data.map((member) => <label key={member.id} style={{ display: 'flex', gap: 8 }}><input type="checkbox" checked={chosen.includes(member.id)} onChange={({ target }) => onChange({ among: { members: target.checked ? [...chosen, member.id] : chosen.filter((id) => id !== member.id) } })} />{String(member['name'])}</label>)}
      </div>
      <Field label={t('workflow.how')}>{(given) => <Select {...given} value={String(step['by'])} onChange={({ target }) => onChange({ by: target.value })}><option value="turns">{t('workflow.by.turns')}</option><option value="load">{t('workflow.by.load')}</option></Select>}</Field>
      <Field label={t('workflow.capacity')}>{(given) => <Input {...given} type="number" min={1} value={String(step['capacity'] ?? '')} onChange={({ target }) => onChange({ capacity: target.value ? Number(target.value) : undefined })} />}</Field>
    </>
  );
}

function Raw({ step, onChange }: { step: Step; onChange: Props['onChange'] }) {
  const { t } = useTranslation();
  const { key: _key, do: _do, ...inputs } = step;
  return <Field label={t('workflow.inputs')}>{(given) => <Area {...given} dir="ltr" rows={8} spellCheck={false} defaultValue={JSON.stringify(inputs, null, 2)} onBlur={({ target }) => { try { onChange(JSON.parse(target.value) as Record<string, Json>); target.setCustomValidity(''); } catch (error) { target.setCustomValidity((error as Error).message); target.reportValidity(); } }} />}</Field>;
}
