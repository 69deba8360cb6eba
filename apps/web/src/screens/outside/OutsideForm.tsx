import Button from '@mui/material/Button';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem } from '../../api/problem.js';
import { Field, Input } from '../../shell/Field.js';
import { reason } from '../../shell/use-say.js';
import { Told } from './Card.js';

export interface Asked {
  name: string;
  label: string;
  type?: 'text' | 'email' | 'password';
  autoComplete: string;
  help?: string;
}

interface Props {
  asked: readonly Asked[];
  go: string;
  onSend: (values: Record<string, string>) => Promise<{ error?: unknown }>;
  children?: ReactNode;
}

/** A short form of one step: faults stand at their fields, the rest above. */
export function OutsideForm({ asked, go, onSend, children }: Props) {
  const { t } = useTranslation();
  const [values, setValues] = useState<Record<string, string>>({});
  const [error, setError] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const faults = isProblem(error) ? (error.errors ?? []) : [];
  const isPlaced = faults.some(({ at }) => asked.some(({ name }) => name === at));
  const send = async () => {
    setBusy(true);
    const answer = await onSend(values);
    setBusy(false);
    setError(answer.error);
  };
  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); void send(); }}>
      {Boolean(error) && !isPlaced && <Told tone="bad">{reason(error, t('shell.unreachable'))}</Told>}
      {asked.map(({ name, label, type = 'text', autoComplete, help }, index) => (
        <Field key={name} label={label} help={help} error={faults.find(({ at }) => at === name)?.say}>
          {(given) => <Input {...given} name={name} type={type} autoComplete={autoComplete} autoFocus={index === 0} {...(type !== 'text' && { dir: 'ltr' as const })} value={values[name] ?? ''} onChange={({ target }) => setValues((now) => ({ ...now, [name]: target.value }))} />}
        </Field>
      ))}
      <Button type="submit" variant="contained" loading={isBusy} disabled={asked.some(({ name }) => !values[name])}>{go}</Button>
      {children}
    </form>
  );
}
