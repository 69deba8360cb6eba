import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api } from '../../api/api.js';
import { useCreateOrganizationMutation, type NewOrganization } from '../../api/account.js';
import { isProblem } from '../../api/problem.js';
import { useEnterMutation } from '../../api/session.js';
import { Mosaic } from '../../brand/Mosaic.js';
import { useLanguage } from '../../i18n/use-language.js';
import { languages } from '../../i18n/languages.js';
import { Field, Input, Select } from '../../shell/Field.js';
import { OutsidePage } from '../../shell/OutsidePage.js';
import { reason } from '../../shell/use-say.js';
import { useAppDispatch } from '../../store.js';
import { Card, Told } from '../outside/Card.js';
import { COUNTRIES, currencyOf } from './countries.js';

const MODULES = ['sales', 'marketing', 'support', 'projects'] as const;

const Two = styled('div')({ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 12 });
const Modules = styled('fieldset')(({ theme }) => ({
  border: 0,
  margin: 0,
  padding: 0,
  display: 'grid',
  gap: 6,
  '& legend': { ...theme.typography.body2, fontWeight: theme.typography.fontWeightMedium, color: theme.vars.palette.neutral[11], padding: 0, marginBlockEnd: 4 },
  '& label': { ...theme.typography.body2, display: 'grid', gridTemplateColumns: '16px 1fr', gap: '0 10px', padding: '8px 10px', borderRadius: 6, border: `1px solid ${theme.vars.palette.neutral[6]}` },
  '& label:has(:checked)': { borderColor: theme.vars.palette.accent.line, backgroundColor: theme.vars.palette.accent.soft },
  '& input': { accentColor: theme.vars.palette.accent.solid, margin: '3px 0 0' },
  '& span': { gridColumn: 2, color: theme.vars.palette.neutral[11] },
}));

/** Where an organisation begins: its name and home first, then what it will work with. */
export function NewOrganizationPage() {
  const { t } = useTranslation();
  const { code, locale } = useLanguage();
  const navigate = useNavigate();
  const dispatch = useAppDispatch();
  const [create, { error, isLoading }] = useCreateOrganizationMutation();
  const [enter] = useEnterMutation();
  const home = new Intl.Locale(locale).maximize().region ?? 'DE';
  const [values, setValues] = useState<NewOrganization>({ name: '', slug: '', country: home, currency: currencyOf(home), timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, language: code, modules: ['sales'] } as NewOrganization);
  const [ownSlug, setOwnSlug] = useState(false);
  const put = (change: Partial<NewOrganization>) => setValues((now) => ({ ...now, ...change }));
  const faults = isProblem(error) ? (error.errors ?? []) : [];
  const fault = (name: string) => faults.find(({ at }) => at === name || at.startsWith(`${name}[`))?.say;
  const names = new Intl.DisplayNames([locale], { type: 'region' });
  const submit = async () => {
    const made = await create(values);
    if (!made.data) return;
    await enter(made.data.slug);
    dispatch(api.util.resetApiState());
    await navigate('/');
  };
  return (
    <OutsidePage title={`${t('organizations.new')} · Tessera`} backdrop={<Mosaic />}>
      <Card title={t('organizations.new')}>
        <form noValidate onSubmit={(event) => { event.preventDefault(); void submit(); }}>
          {error && faults.length === 0 && <Told tone="bad">{reason(error, t('shell.unreachable'))}</Told>}
          <Field label={t('organizations.name')} error={fault('name')}>{(given) => <Input {...given} autoFocus autoComplete="organization" value={values.name} onChange={({ target }) => put({ name: target.value, ...(!ownSlug && { slug: slugOf(target.value) }) })} />}</Field>
          <Field label={t('organizations.slug')} help={t('organizations.slugHelp')} error={fault('slug')}>{(given) => <Input {...given} dir="ltr" value={values.slug} onChange={({ target }) => { setOwnSlug(true); put({ slug: target.value }); }} />}</Field>
          <Two>
            <Field label={t('organizations.country')} error={fault('country')}>{(given) => <Select {...given} value={values.country} onChange={({ target }) => put({ country: target.value, currency: currencyOf(target.value) as NewOrganization['currency'] })}>{COUNTRIES.map((country) => [country, names.of(country) ?? country] as const).sort((a, b) => a[1].localeCompare(b[1], locale)).map(([country, name]) => <option key={country} value={country}>{name}</option>)}</Select>}</Field>
            <Field label={t('field.currency')} error={fault('currency')}>{(given) => <Select {...given} value={values.currency} onChange={({ target }) => put({ currency: target.value as NewOrganization['currency'] })}>{Intl.supportedValuesOf('currency').map((each) => <option key={each}>{each}</option>)}</Select>}</Field>
            <Field label={t('organizations.zone')} error={fault('timeZone')}>{(given) => <Select {...given} value={values.timeZone} onChange={({ target }) => put({ timeZone: target.value })}>{[...new Set([values.timeZone, ...Intl.supportedValuesOf('timeZone')])].map((each) => <option key={each}>{each}</option>)}</Select>}</Field>
            <Field label={t('shell.language')} error={fault('language')}>{(given) => <Select {...given} value={values.language} onChange={({ target }) => put({ language: target.value } as Partial<NewOrganization>)}>{Object.entries(languages).map(([each, { name }]) => <option key={each} value={each}>{name}</option>)}</Select>}</Field>
          </Two>
          <Modules>
            <legend>{t('organizations.modules')}</legend>
            {MODULES.map((module) => (
              <label key={module}>
                <input type="checkbox" checked={values.modules.includes(module)} onChange={({ target }) => put({ modules: (target.checked ? [...values.modules, module] : values.modules.filter((each) => each !== module)) as NewOrganization['modules'] })} />
                <b>{t(`organizations.module.${module}`)}</b>
                <span>{t(`organizations.moduleSay.${module}`)}</span>
              </label>
            ))}
          </Modules>
          {fault('modules') && <Told tone="bad">{fault('modules')}</Told>}
          <Button type="submit" variant="contained" loading={isLoading} disabled={!values.name || !values.slug}>{t('organizations.create')}</Button>
        </form>
      </Card>
    </OutsidePage>
  );
}

function slugOf(name: string): string {
  return name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 40);
}
