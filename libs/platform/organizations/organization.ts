export interface Organization {
  id: string;
  slug: string;
  name: string;
  country: string;
  currency: string;
  timeZone: string;
  language: string;
  modules: readonly string[];
}

/** What an organisation may have switched on. */
export const PRODUCT_MODULES = ['sales', 'marketing', 'support', 'projects'] as const;
