import { PRODUCT_MODULES, type Organization } from '#platform/organizations/organization.js';

export const ACME: Organization = {
  id: '01934f5e-0000-7000-8000-00000000acee',
  slug: 'acme',
  name: 'Acme Instruments',
  country: 'DE',
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
  language: 'en',
  modules: PRODUCT_MODULES,
};

export const GLOBEX: Organization = {
  id: '01934f5e-0000-7000-8000-000000910bec',
  slug: 'globex',
  name: 'Globex Robotics',
  country: 'US',
  currency: 'USD',
  timeZone: 'America/New_York',
  language: 'en',
  modules: PRODUCT_MODULES,
};

export const DEMO_ORGANIZATIONS = [ACME, GLOBEX];
