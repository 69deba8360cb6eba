import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import { styled } from '@mui/material/styles';
import { Plus, Trash2 } from 'lucide-react';
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/api.js';
import { useBulkMutation, useFewQuery, type BulkResult, type Json, type Row } from '../../../api/records.js';
import { isAmount, moneyText, numberText, percentText, priceText } from '../../../kernel/fields/format.js';
import { RecordEditor } from '../../../kernel/fields/RecordEditor.js';
import { useWriting } from '../../../kernel/fields/use-writing.js';
import { useNouns } from '../../../kernel/nouns.js';
import { useAppDispatch } from '../../../store.js';
import { Icon } from '../../../shell/Icon.js';
import { Input, Select } from '../../../shell/Field.js';
import { reason, useSay } from '../../../shell/use-say.js';
import { Told } from '../../outside/Card.js';
import { lineFrom, LINES, useReckonQuery, useSalesSettingsQuery, type Line } from './lines.js';
import { Totals } from './Totals.js';

const Box = styled('section')(({ theme }) => ({
  marginBlockEnd: 28,
  '& header': { display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: 8, minBlockSize: 36, marginBlockEnd: 8 },
  '& table': { ...theme.typography.body2, inlineSize: '100%', borderCollapse: 'collapse' },
  '& th, & td': { padding: '4px 4px', textAlign: 'start', borderBlockEnd: `1px solid ${theme.vars.palette.neutral[4]}`, verticalAlign: 'middle' },
  '& th': { color: theme.vars.palette.neutral[11], fontWeight: theme.typography.fontWeightMedium },
  '& .n': { textAlign: 'end', fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
  '& td input, & td select': { borderColor: 'transparent', backgroundColor: 'transparent', paddingInline: 6 },
  '& td input:hover, & td select:hover': { borderColor: theme.vars.palette.neutral[7] },
  '& td.n input': { textAlign: 'end', appearance: 'textfield', '&::-webkit-inner-spin-button': { display: 'none' } },
  '& td.n:has(input)': { paddingInlineEnd: 0 },
  '& td:not(.n) > span': { overflowWrap: 'anywhere' },
  '& .scroll': { overflowX: 'auto' },
  [theme.breakpoints.down('sm')]: {
    '& thead': { position: 'absolute', inlineSize: 1, blockSize: 1, overflow: 'hidden', clipPath: 'inset(50%)' },
    '& tbody tr': { display: 'grid', gridTemplateColumns: '1fr 1fr 1fr', gap: '2px 8px', paddingBlock: 8, borderBlockEnd: `1px solid ${theme.vars.palette.neutral[4]}` },
    '& tbody td, & tbody td.n': { display: 'block', border: 0, padding: 0, textAlign: 'start' },
    '& tbody td[data-label]::before': { content: 'attr(data-label)', display: 'block', ...theme.typography.caption, color: theme.vars.palette.neutral[11] },
    '& tbody td:first-of-type': { gridColumn: '1 / -1', fontWeight: theme.typography.fontWeightMedium },
    '& td.n input': { textAlign: 'start', inlineSize: '100% !important' },
    '& td input, & td select': { borderColor: theme.vars.palette.neutral[6] },
  },
  '& .add': { display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center', marginBlock: 8, '& > div': { inlineSize: 260 } },
}));

/** The lines of a quote; while they are written, the server says what they come to. */
export function Lines({ quote }: { quote: Row }) {
  const { t } = useTranslation();
  const writing = useWriting();
  const { byName } = useNouns();
  const dispatch = useAppDispatch();
  const { data: kept, refetch } = useFewQuery({ path: LINES, where: { field: 'quotationId', operator: 'eq', value: quote.id }, sort: 'position', limit: 200 });
  const { data: taxes } = useFewQuery({ path: '/api/v1/sales/tax-rates', limit: 100 });
  const { data: settings } = useSalesSettingsQuery();
  const [draft, setDraft] = useState<readonly Line[] | null>(null);
  const [bulk, { isLoading }] = useBulkMutation();
  const [faults, setFaults] = useState<readonly string[]>([]);
  const { done, refused } = useSay();
  const adding = useRef<HTMLButtonElement>(null);
  const version = useRef(quote.version);
  // A verb may have changed the lines as well; what is being written stays.
  useEffect(() => {
    if (version.current === quote.version) return;
    version.current = quote.version;
    void refetch();
  }, [quote.version, refetch]);
  const saved = kept?.data.map(lineFrom) ?? [];
  const lines = draft ?? saved;
  const currency = String(quote['currency'] ?? 'EUR');
  const off: Json | undefined = quote['discountAmount'];
  const asked = useDeferredValue(JSON.stringify({ currency, taxIncluded: quote['taxIncluded'] ?? false, discountPercent: quote['discountPercent'] ?? 0, discountAmount: isAmount(off) ? off.amount : 0, lines: lines.map(({ quantity, unitPrice, discountPercent, taxRateId }) => ({ quantity, unitPrice, discountPercent, taxRateId })) }));
  const isOpen = ['draft', 'in-approval', 'approved'].includes(String(quote['state'])) && byName.get('quotationLine')?.may.includes('update') === true;
  const settled = useSettled(asked);
  const { currentData: reckoned, error } = useReckonQuery(JSON.parse(settled) as object, { skip: !draft });
  const put = (index: number, change: Partial<Line>) => setDraft(lines.map((line, at) => (at === index ? { ...line, ...change } : line)));
  // What was pressed is gone with the draft.
  const leave = () => {
    adding.current?.focus();
    setDraft(null);
  };
  const labelOf = (at: string) => byName.get('quotationLine')?.fields.find(({ name }) => name === at)?.label ?? at;
  const said = ({ errors = [], detail = '' }: BulkResult) => (errors.length ? errors.map(({ at, say }) => `${labelOf(at)}: ${say}`).join(' ') : detail);
  /** `order` says which line each result is about. */
  const write = async (request: Parameters<typeof bulk>[0], order: readonly number[] = []) => {
    const answer = await bulk(request);
    if (answer.error) return refused(answer.error);
    const { results } = answer.data;
    const wrong = results.flatMap((result, n) => (result.status < 300 ? [] : [[order[n] === undefined ? '' : `${t('quote.line', { n: order[n] + 1 })}, `, said(result)].join('')]));
    setFaults(wrong);
    dispatch(api.util.invalidateTags([{ type: 'Record', id: quote.id }]));
    // What was made is not made again.
    if (wrong.length) return setDraft(lines.map((line, at) => ({ ...line, id: line.id ?? results[order.indexOf(at)]?.data?.id ?? null })));
    leave();
    done(t('quote.saved'));
  };
  const save = () => {
    const values = ({ id: _id, ...line }: Line, position: number) => ({ ...line, position, quotationId: quote.id });
    const [made, kept] = [lines.flatMap(({ id }, at) => (id ? [] : [at])), lines.flatMap(({ id }, at) => (id ? [at] : []))];
    return write({
      path: LINES,
      create: made.map((at) => values(lines[at]!, at)),
      update: kept.map((at) => ({ ...values(lines[at]!, at), id: lines[at]!.id!, quotationId: undefined })),
      delete: saved.flatMap(({ id }) => (id && !lines.some((line) => line.id === id) ? [id] : [])),
    }, [...made, ...kept]);
  };
  const number = (index: number, name: 'quantity' | 'unitPrice' | 'discountPercent', label: string) => (
    <td className="n" data-label={label}><Input aria-label={`${label}, ${t('quote.line', { n: index + 1 })}`} type="number" min={0} step="any" value={lines[index]![name]} onChange={({ target }) => put(index, { [name]: Number(target.value) })} sx={{ inlineSize: name === 'unitPrice' ? 104 : 76 }} /></td>
  );
  const money = (amount: number | undefined) => (amount === undefined ? '' : moneyText({ amount, currency }, writing, 'exact'));
  return (
    <Box aria-label={t('quote.lines')}>
      <header>
        <h2>{t('quote.lines')}</h2>
        {draft && isOpen && <span style={{ display: 'flex', gap: 8 }}><Button variant="text" onClick={leave}>{t('roles.discard')}</Button><Button variant="contained" loading={isLoading} onClick={() => void save()}>{t('quote.save')}</Button></span>}
      </header>
      {(faults.length > 0 || error) && <Told tone="bad">{faults.length ? faults.join(' ') : reason(error, t('shell.unreachable'))}</Told>}
      <div className="scroll">
        <table>
          <thead><tr><th scope="col">{t('quote.what')}</th><th scope="col" className="n">{t('quote.quantity')}</th><th scope="col" className="n">{t('quote.price')}</th><th scope="col" className="n">{t('quote.discount')}</th><th scope="col">{t('quote.tax')}</th><th scope="col" className="n">{t('quote.amount')}</th>{isOpen && <th aria-label={t('settings.remove')} />}</tr></thead>
          <tbody>
            {isOpen ? lines.map((line, index) => (
              <tr key={line.id ?? `new ${index}`}>
                <td style={{ minInlineSize: 180 }}><Input dir="auto" aria-label={`${t('quote.what')}, ${t('quote.line', { n: index + 1 })}`} autoFocus={draft !== null && !line.id} value={line.text} onChange={({ target }) => put(index, { text: target.value })} /></td>
                {number(index, 'quantity', t('quote.quantity'))}
                {number(index, 'unitPrice', t('quote.price'))}
                {number(index, 'discountPercent', t('quote.discount'))}
                <td data-label={t('quote.tax')}><Select aria-label={`${t('quote.tax')}, ${t('quote.line', { n: index + 1 })}`} value={line.taxRateId ?? ''} onChange={({ target }) => put(index, { taxRateId: target.value || null })}><option value="">–</option>{taxes?.data.map(({ id, name }) => <option key={id} value={id}>{isolated(String(name))}</option>)}</Select></td>
                <td className="n" data-label={t('quote.amount')}>{money(draft ? reckoned?.lines[index] : amountOf(kept?.data[index]))}</td>
                <td><IconButton aria-label={`${t('settings.remove')}, ${t('quote.line', { n: index + 1 })}`} onClick={() => { adding.current?.focus(); setDraft(lines.filter((_, at) => at !== index)); }}><Icon of={Trash2} /></IconButton></td>
              </tr>
            )) : kept?.data.map((row, index) => <KeptLine key={row.id} line={saved[index]!} amount={money(amountOf(row))} tax={String(taxes?.data.find(({ id }) => id === row['taxRateId'])?.['name'] ?? '–')} currency={currency} />)}
          </tbody>
        </table>
      </div>
      {isOpen && (
        <div className="add">
          <Button ref={adding} startIcon={<Icon of={Plus} />} onClick={() => setDraft([...lines, { id: null, text: '', productId: null, quantity: 1, unitPrice: 0, discountPercent: 0, taxRateId: lines.at(-1)?.taxRateId ?? settings?.taxRateId ?? null }])}>{t('quote.addLine')}</Button>
          {byName.has('product') && !draft && <div><RecordEditor key={lines.length} field={{ name: 'productId', label: t('quote.product'), type: 'reference', widget: 'record', target: 'product' }} value={null} onChange={(productId) => productId && void write({ path: LINES, create: [{ quotationId: quote.id, productId, quantity: 1, position: lines.length }] })} given={{ 'aria-label': t('quote.product') }} /></div>}
        </div>
      )}
      <Totals quote={quote} reckoned={draft ? reckoned : undefined} currency={currency} />
    </Box>
  );
}

/** As it was issued: nothing to type into. */
function KeptLine({ line, amount, tax, currency }: { line: Line; amount: string; tax: string; currency: string }) {
  const { t } = useTranslation();
  const writing = useWriting();
  return (
    <tr>
      <td dir="auto"><span>{line.text}</span></td>
      <td className="n" data-label={t('quote.quantity')}>{numberText(line.quantity, writing)}</td>
      <td className="n" data-label={t('quote.price')}>{priceText(line.unitPrice, currency, writing)}</td>
      <td className="n" data-label={t('quote.discount')}>{line.discountPercent ? percentText(line.discountPercent, writing) : '–'}</td>
      <td data-label={t('quote.tax')}><bdi>{tax}</bdi></td>
      <td className="n" data-label={t('quote.amount')}>{amount}</td>
    </tr>
  );
}

/** An option takes no elements: "VAT 19 %" keeps its order among words that are written from right to left by what surrounds it. */
function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}

function amountOf(row: Row | undefined): number | undefined {
  const amount: Json | undefined = row?.['amount'];
  return isAmount(amount) ? amount.amount : undefined;
}

/** The last value that stood still for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), 200);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
