// ISO 4217: how many decimals the minor unit of a currency has.
const NO_DECIMALS = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF';
const TWO_DECIMALS =
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK ' +
  'DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD ' +
  'LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR ' +
  'SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG';
const THREE_DECIMALS = 'BHD IQD JOD KWD LYD OMR TND';
const FOUR_DECIMALS = 'CLF UYW';

const exponents = new Map<string, number>();
for (const [exponent, codes] of [[0, NO_DECIMALS], [2, TWO_DECIMALS], [3, THREE_DECIMALS], [4, FOUR_DECIMALS]] as const) {
  for (const code of codes.split(' ')) exponents.set(code, exponent);
}

export const currencies: readonly string[] = [...exponents.keys()].sort();

export function isCurrency(code: unknown): code is string {
  return typeof code === 'string' && exponents.has(code);
}

/** The decimals of a currency; undefined when there is no such currency. */
export function exponentOf(currency: string): number | undefined {
  return exponents.get(currency);
}
