/** Where the companies of the demo world are. Telephone numbers come from ranges that are kept free for fiction. */
export interface DemoPlace {
  country: string;
  city: string;
  /** `#` stands for a digit. */
  phone: string;
}

export const PLACES: Readonly<Record<string, readonly DemoPlace[]>> = {
  DE: [
    { country: 'DE', city: 'Berlin', phone: '+49 30 23125 ###' },
    { country: 'DE', city: 'Hamburg', phone: '+49 40 66969 ###' },
    { country: 'DE', city: 'München', phone: '+49 89 99998 ###' },
    { country: 'DE', city: 'Köln', phone: '+49 221 4710 ###' },
    { country: 'DE', city: 'Frankfurt am Main', phone: '+49 69 90009 ###' },
  ],
  SE: [
    { country: 'SE', city: 'Stockholm', phone: '+46 8 465 004 ##' },
    { country: 'SE', city: 'Göteborg', phone: '+46 31 390 06 ##' },
    { country: 'SE', city: 'Malmö', phone: '+46 40 628 04 ##' },
  ],
  GB: [
    { country: 'GB', city: 'London', phone: '+44 20 7946 0###' },
    { country: 'GB', city: 'Manchester', phone: '+44 161 496 0###' },
    { country: 'GB', city: 'Leeds', phone: '+44 113 496 0###' },
    { country: 'GB', city: 'Edinburgh', phone: '+44 131 496 0###' },
    { country: 'GB', city: 'Bristol', phone: '+44 117 496 0###' },
  ],
  FR: [
    { country: 'FR', city: 'Paris', phone: '+33 1 99 00 ## ##' },
    { country: 'FR', city: 'Nantes', phone: '+33 2 61 91 ## ##' },
    { country: 'FR', city: 'Strasbourg', phone: '+33 3 53 01 ## ##' },
    { country: 'FR', city: 'Lyon', phone: '+33 4 65 71 ## ##' },
    { country: 'FR', city: 'Toulouse', phone: '+33 5 36 49 ## ##' },
  ],
  US: [
    { country: 'US', city: 'New York', phone: '+1 212 555 01##' },
    { country: 'US', city: 'Boston', phone: '+1 617 555 01##' },
    { country: 'US', city: 'Chicago', phone: '+1 312 555 01##' },
    { country: 'US', city: 'Austin', phone: '+1 512 555 01##' },
    { country: 'US', city: 'Denver', phone: '+1 303 555 01##' },
    { country: 'US', city: 'Seattle', phone: '+1 206 555 01##' },
    { country: 'US', city: 'San Diego', phone: '+1 619 555 01##' },
    { country: 'US', city: 'Atlanta', phone: '+1 404 555 01##' },
    { country: 'US', city: 'Pittsburgh', phone: '+1 412 555 01##' },
  ],
  CA: [
    { country: 'CA', city: 'Toronto', phone: '+1 416 555 01##' },
    { country: 'CA', city: 'Vancouver', phone: '+1 604 555 01##' },
  ],
  AU: [
    { country: 'AU', city: 'Sydney', phone: '+61 2 5550 ####' },
    { country: 'AU', city: 'Melbourne', phone: '+61 3 5550 ####' },
  ],
};

export const LEGAL_FORMS: Readonly<Record<string, readonly string[]>> = {
  DE: ['GmbH', 'GmbH & Co. KG', 'AG', 'KG'],
  SE: ['AB'],
  GB: ['Ltd', 'plc', 'LLP'],
  FR: ['SAS', 'SARL', 'SA'],
  US: ['Inc.', 'LLC', 'Corp.'],
  CA: ['Inc.', 'Ltd.'],
  AU: ['Pty Ltd'],
};

/** How much of the business of each organisation lies where. */
export const MARKETS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  acme: { DE: 48, SE: 20, FR: 17, GB: 15 },
  globex: { US: 68, CA: 13, GB: 11, AU: 8 },
};
