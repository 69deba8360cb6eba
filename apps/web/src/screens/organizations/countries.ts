/** Of most countries the browser knows the name; which money is used there it does not tell. */
const CURRENCIES: Readonly<Record<string, string>> = {
  AE: 'AED', AR: 'ARS', AT: 'EUR', AU: 'AUD', BE: 'EUR', BG: 'EUR', BH: 'BHD', BR: 'BRL', CA: 'CAD', CH: 'CHF', CL: 'CLP', CN: 'CNY', CO: 'COP', CY: 'EUR', CZ: 'CZK', DE: 'EUR', DK: 'DKK', DZ: 'DZD', EE: 'EUR', EG: 'EGP', ES: 'EUR', FI: 'EUR', FR: 'EUR', GB: 'GBP', GR: 'EUR', HK: 'HKD', HR: 'EUR', HU: 'HUF', ID: 'IDR', IE: 'EUR', IL: 'ILS', IN: 'INR', IQ: 'IQD', IS: 'ISK', IT: 'EUR', JO: 'JOD', JP: 'JPY', KE: 'KES', KR: 'KRW', KW: 'KWD', LB: 'LBP', LT: 'EUR', LU: 'EUR', LV: 'EUR', MA: 'MAD', MT: 'EUR', MX: 'MXN', MY: 'MYR', NG: 'NGN', NL: 'EUR', NO: 'NOK', NZ: 'NZD', OM: 'OMR', PE: 'PEN', PH: 'PHP', PK: 'PKR', PL: 'PLN', PT: 'EUR', QA: 'QAR', RO: 'RON', RS: 'RSD', SA: 'SAR', SE: 'SEK', SG: 'SGD', SI: 'EUR', SK: 'EUR', TH: 'THB', TN: 'TND', TR: 'TRY', TW: 'TWD', UA: 'UAH', US: 'USD', VN: 'VND', ZA: 'ZAR',
};

export const COUNTRIES = Object.keys(CURRENCIES);

export function currencyOf(country: string): string {
  return CURRENCIES[country] ?? 'EUR';
}
