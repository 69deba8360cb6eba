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
