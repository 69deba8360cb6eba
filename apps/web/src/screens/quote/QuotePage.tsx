import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { FileText } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/api.js';
import { isProblem } from '../../api/problem.js';
import { useLanguage } from '../../i18n/use-language.js';
import { dayText, momentText, moneyText, numberText } from '../../kernel/fields/format.js';
import { Field, Input } from '../../shell/Field.js';
import { Icon } from '../../shell/Icon.js';
import { OutsidePage } from '../../shell/OutsidePage.js';
import { reason } from '../../shell/use-say.js';
import { Card, Told } from '../outside/Card.js';
import { useLinkToken } from '../outside/use-link-token.js';

interface Seen {
  state: string;
  closed: string | null;
  hash: string;
  document: {
    number: string; name: string; currency: string; issuedOn: string; until: string | null; introduction: string | null; terms: string | null; taxIncluded: boolean;
    sender: { name: string; address: string | null; email: string | null };
    recipient: { company: string; contact: string | null };
    lines: readonly { text: string; details: string | null; quantity: number; unit: string | null; unitPrice: number; discountPercent: number; amount: number; tax: string | null }[];
    subtotal: number; discount: number; roundingDifference: number; net: number; tax: number; total: number;
  };
  answer: { answer: 'accepted' | 'declined'; name: string; answeredAt: string } | null;
}

const PUBLIC = '/api/v1/public/quotations';

const publicApi = api.injectEndpoints({
  endpoints: (build) => ({
    lookAtQuote: build.mutation<Seen, { token: string }>({ query: (body) => ({ url: `${PUBLIC}/look`, method: 'POST', body }) }),
    answerQuote: build.mutation<Seen, { how: 'accept' | 'decline'; body: object }>({ query: ({ how, body }) => ({ url: `${PUBLIC}/${how}`, method: 'POST', body }) }),
  }),
});

const Paper = styled('article')(({ theme }) => ({
  inlineSize: '100%',
  maxInlineSize: 760,
  margin: '24px auto 64px',
  padding: 'clamp(20px, 5vw, 48px)',
  borderRadius: 12,
  backgroundColor: theme.vars.palette.raised,
  border: `1px solid ${theme.vars.palette.neutral[6]}`,
  boxShadow: theme.vars.palette.float,
  '& h1': { ...theme.typography.h1, fontSize: '1.5rem', lineHeight: '2rem', margin: '4px 0 16px', overflowWrap: 'anywhere' },
  '& .from': { ...theme.typography.body2, color: theme.vars.palette.neutral[11], display: 'flex', justifyContent: 'space-between', flexWrap: 'wrap', gap: 12 },
  '& table': { ...theme.typography.body2, inlineSize: '100%', borderCollapse: 'collapse', margin: '20px 0' },
  '& th': { textAlign: 'start', color: theme.vars.palette.neutral[11], fontWeight: theme.typography.fontWeightMedium },
  '& th, & td': { padding: '8px 6px', borderBlockEnd: `1px solid ${theme.vars.palette.neutral[5]}`, verticalAlign: 'top', overflowWrap: 'anywhere' },
  '& .n': { textAlign: 'end', whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' },
  '& small': { display: 'block', color: theme.vars.palette.neutral[11] },
  '& tfoot td': { border: 0, paddingBlock: 3 },
  '& tfoot tr:last-of-type td': { fontWeight: theme.typography.fontWeightBold, fontSize: '1.0625rem', paddingBlockStart: 8, borderBlockStart: `1px solid ${theme.vars.palette.neutral[7]}` },
  '& .terms': { ...theme.typography.body2, whiteSpace: 'pre-wrap', color: theme.vars.palette.neutral[11], marginBlockEnd: 20 },
  '& .answer': { display: 'grid', gap: 14, marginBlockStart: 24, padding: 20, borderRadius: 10, backgroundColor: theme.vars.palette.neutral[4] },
  '& .answer .row': { display: 'flex', flexWrap: 'wrap', gap: 8 },
}));

/** What a customer sees who opens the link of a quote: all of it, and the way to say yes or no. */
export function QuotePage() {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const writing = { locale, timeZone: undefined };
  const token = useLinkToken();
  const [look, looked] = publicApi.useLookAtQuoteMutation();
  const [answer, answered] = publicApi.useAnswerQuoteMutation();
  const [name, setName] = useState('');
  const [why, setWhy] = useState<string | null>(null);
  useEffect(() => void look({ token }), [look, token]);
  const seen = answered.data ?? looked.data;
  const title = `${t('quote.title')} · Tessera`;
  if (looked.error) return <OutsidePage title={title}><Card title={t('quote.gone')}><Told tone="bad">{reason(looked.error, t('shell.unreachable'))}</Told><p>{t('quote.goneSay')}</p></Card></OutsidePage>;
  if (!seen) return <OutsidePage title={title}><p aria-busy>{t('shell.loading')}</p></OutsidePage>;
  const { document: paper } = seen;
  const money = (amount: number) => moneyText({ amount, currency: paper.currency }, writing, 'exact');
  const send = (how: 'accept' | 'decline') => void answer({ how, body: { token, hash: seen.hash, name, ...(how === 'accept' ? { signature: name } : why && { reason: why }) } });
  const sums = [['subtotal', paper.subtotal], ['off', -paper.discount], ['rounding', paper.roundingDifference], ['net', paper.net], ['taxes', paper.tax], ['total', paper.total]] as const;
  const printed = async () => {
    const response = await fetch(`${PUBLIC}/pdf`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-tessera-request': '1' }, body: JSON.stringify({ token }) });
    if (response.ok) window.open(URL.createObjectURL(await response.blob()), '_blank', 'noopener');
  };
  return (
    <OutsidePage title={`${paper.number} · ${paper.sender.name}`}>
      <Paper>
        <div className="from"><span><b>{paper.sender.name}</b><br />{paper.sender.email && <bdi>{paper.sender.email}</bdi>}</span><span className="n">{t('quote.number', { number: paper.number })}<br />{dayText(paper.issuedOn, writing)}</span></div>
        <h1 dir="auto">{paper.name}</h1>
        <div className="from"><span>{t('quote.for')} <b dir="auto">{paper.recipient.company}</b>{paper.recipient.contact && <><br />{paper.recipient.contact}</>}</span>{paper.until && <span>{t('quote.until', { day: dayText(paper.until, writing) })}</span>}</div>
        {paper.introduction && <p className="terms" dir="auto">{paper.introduction}</p>}
        <table>
          <thead><tr><th scope="col">{t('quote.what')}</th><th scope="col" className="n">{t('quote.quantity')}</th><th scope="col" className="n">{t('quote.amount')}</th></tr></thead>
          <tbody>{paper.lines.map((line, index) => <tr key={index}><td dir="auto">{line.text}{line.details && <small>{line.details}</small>}</td><td className="n"><bdi>{numberText(line.quantity, writing)} {line.unit}</bdi></td><td className="n">{money(line.amount)}</td></tr>)}</tbody>
          <tfoot>{sums.filter(([key, amount]) => key === 'total' || (amount !== 0 && (key !== 'subtotal' || amount !== paper.net))).map(([key, amount]) => <tr key={key}><td colSpan={2} className="n">{t(`quote.sum.${key}`)}</td><td className="n">{money(amount)}</td></tr>)}</tfoot>
        </table>
        {paper.terms && <p className="terms" dir="auto">{paper.terms}</p>}
        <Button startIcon={<Icon of={FileText} />} onClick={() => void printed()}>{t('quote.pdf')}</Button>
        <section className="answer" aria-label={t('quote.answer')}>
          {answered.error && <Told tone="bad">{isProblem(answered.error) ? reason(answered.error, t('shell.unreachable')) : null}</Told>}
          {seen.answer
            ? <Told tone={seen.answer.answer === 'accepted' ? 'good' : 'bad'}>{t(`quote.answered.${seen.answer.answer}`, { name: seen.answer.name, at: momentText(seen.answer.answeredAt, writing) })}</Told>
            : seen.closed
              ? <Told tone="bad">{seen.closed}</Told>
              : (
                <>
                  <Field label={t('quote.yourName')} help={t('quote.signs')}>{(given) => <Input {...given} autoComplete="name" value={name} onChange={({ target }) => setName(target.value)} />}</Field>
                  {why !== null && <Field label={t('quote.why')}>{(given) => <Input {...given} autoFocus value={why} onChange={({ target }) => setWhy(target.value)} />}</Field>}
                  <div className="row">
                    {why === null
                      ? <><Button variant="contained" loading={answered.isLoading} disabled={name.trim().length < 2} onClick={() => send('accept')}>{t('quote.accept', { total: money(paper.total) })}</Button><Button variant="text" onClick={() => setWhy('')}>{t('quote.decline')}</Button></>
                      : <><Button variant="contained" loading={answered.isLoading} disabled={name.trim().length < 2} onClick={() => send('decline')}>{t('quote.declineGo')}</Button><Button variant="text" onClick={() => setWhy(null)}>{t('signIn.back')}</Button></>}
                  </div>
                </>
              )}
        </section>
      </Paper>
    </OutsidePage>
  );
}
