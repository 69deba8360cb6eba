import type { Organization } from '#platform/organizations/organization.js';
import { ACME } from './organizations.js';

/** Somebody who works in a demo organisation. */
export interface DemoMember {
  id: string;
  accountId: string | null;
  name: string;
  email: string;
  role: string;
  jobTitle: string;
  /** Keys of teams. */
  teams: readonly string[];
  /** How many records fall to them; 0 for those who own none. */
  share: number;
}

export interface DemoTeam {
  name: string;
  under: string | null;
}

interface Line {
  login?: string;
  name: string;
  role: string;
  jobTitle: string;
  teams?: string[];
  share?: number;
}

export const ROOT = { id: demoId(0, 0), email: 'root@tessera.test', name: 'Robin Calder', superAdmin: true };
export const BOTH = { id: demoId(0, 1), email: 'both@tessera.test', name: 'Bo Amari' };

const TEAMS: Readonly<Record<string, readonly DemoTeam[]>> = {
  acme: [
    { name: 'Sales', under: null },
    { name: 'DACH', under: 'Sales' },
    { name: 'Nordics', under: 'Sales' },
    { name: 'Western Europe', under: 'Sales' },
    { name: 'Marketing', under: null },
    { name: 'Customer support', under: null },
  ],
  globex: [
    { name: 'Sales', under: null },
    { name: 'East', under: 'Sales' },
    { name: 'West', under: 'Sales' },
    { name: 'Key accounts', under: 'East' },
    { name: 'Marketing', under: null },
    { name: 'Customer support', under: null },
  ],
};

const STAFF: Readonly<Record<string, readonly Line[]>> = {
  acme: [
    { login: 'owner', name: 'Henrike Vossberg', role: 'owner', jobTitle: 'Managing director' },
    { login: 'admin', name: 'Tomas Eklund', role: 'admin', jobTitle: 'Systems administrator' },
    { login: 'manager', name: 'Katrin Ahlers', role: 'sales-manager', jobTitle: 'Head of sales', teams: ['Sales', 'DACH', 'Nordics', 'Western Europe'], share: 2 },
    { login: 'rep', name: 'Jonas Reinholt', role: 'sales-rep', jobTitle: 'Account executive', teams: ['DACH'], share: 10 },
    { login: 'marketing', name: 'Lucie Marchand', role: 'marketing', jobTitle: 'Marketing manager', teams: ['Marketing'] },
    { login: 'support', name: 'Emeka Oduya', role: 'support-agent', jobTitle: 'Support engineer', teams: ['Customer support'] },
    { login: 'viewer', name: 'Pia Sandström', role: 'viewer', jobTitle: 'Controller' },
    { name: 'Marlene Kuhnert', role: 'sales-rep', jobTitle: 'Account executive', teams: ['DACH'], share: 9 },
    { name: 'Deniz Arslanoglu', role: 'sales-rep', jobTitle: 'Account executive', teams: ['DACH'], share: 8 },
    { name: 'Saga Lindholm', role: 'sales-rep', jobTitle: 'Account executive', teams: ['Nordics'], share: 8 },
    { name: 'Viljami Rautio', role: 'sales-rep', jobTitle: 'Sales engineer', teams: ['Nordics'], share: 6 },
    { name: 'Astrid Bergvall', role: 'sales-rep', jobTitle: 'Junior account executive', teams: ['Nordics'], share: 4 },
    { name: 'Théo Garnier-Roux', role: 'sales-rep', jobTitle: 'Account executive', teams: ['Western Europe'], share: 8 },
    { name: 'Imogen Thackray', role: 'sales-rep', jobTitle: 'Account executive', teams: ['Western Europe'], share: 7 },
    { name: 'Rafael Monteverde', role: 'sales-rep', jobTitle: 'Junior account executive', teams: ['Western Europe'], share: 4 },
  ],
  globex: [
    { login: 'owner', name: 'Miriam Castellan', role: 'owner', jobTitle: 'Chief executive' },
    { login: 'admin', name: 'Darnell Whitlock', role: 'admin', jobTitle: 'IT director' },
    { login: 'manager', name: 'Priya Raghunathan', role: 'sales-manager', jobTitle: 'VP of sales', teams: ['Sales', 'East', 'West', 'Key accounts'], share: 2 },
    { login: 'rep', name: 'Caleb Thornbury', role: 'sales-rep', jobTitle: 'Account executive', teams: ['East'], share: 10 },
    { login: 'marketing', name: 'Noor El-Sayed', role: 'marketing', jobTitle: 'Director of marketing', teams: ['Marketing'] },
    { login: 'support', name: 'Ximena Duarte', role: 'support-agent', jobTitle: 'Support specialist', teams: ['Customer support'] },
    { login: 'viewer', name: 'Oscar Lindqvist', role: 'viewer', jobTitle: 'Financial analyst' },
    { name: 'Adaeze Nwosu', role: 'sales-rep', jobTitle: 'Account executive', teams: ['East'], share: 9 },
    { name: 'Grant Hollister', role: 'sales-rep', jobTitle: 'Account executive', teams: ['East'], share: 7 },
    { name: 'Mei-Lin Zhao', role: 'sales-rep', jobTitle: 'Key account manager', teams: ['Key accounts'], share: 6 },
    { name: 'Jedediah Stroud', role: 'sales-rep', jobTitle: 'Key account manager', teams: ['Key accounts'], share: 5 },
    { name: 'Camila Ferreira-Lopes', role: 'sales-rep', jobTitle: 'Account executive', teams: ['West'], share: 9 },
    { name: 'Hiroshi Tanemura', role: 'sales-rep', jobTitle: 'Sales engineer', teams: ['West'], share: 7 },
    { name: 'Bridget O\'Malloran', role: 'sales-rep', jobTitle: 'Account executive', teams: ['West'], share: 6 },
    { name: 'Samir Haddad', role: 'sales-rep', jobTitle: 'Junior account executive', teams: ['West'], share: 4 },
  ],
};

const BOTH_THERE: Readonly<Record<string, Line>> = {
  acme: { name: BOTH.name, role: 'sales-manager', jobTitle: 'Regional sales lead', teams: ['Nordics'], share: 3 },
  globex: { name: BOTH.name, role: 'sales-rep', jobTitle: 'Partner account executive', teams: ['West'], share: 3 },
};

export function teamsOf({ slug }: Organization): readonly DemoTeam[] {
  return TEAMS[slug] ?? [];
}

export function membersOf(organization: Organization): DemoMember[] {
  const world = organization.id === ACME.id ? 1 : 2;
  const lines = (STAFF[organization.slug] ?? []).map((line, n): DemoMember => ({
    ...withDefaults(line),
    id: demoId(world, n),
    accountId: line.login ? demoId(world, 0x100 + n) : null,
    email: `${line.login ?? mailName(line.name)}@${organization.slug}.test`,
  }));
  const both = BOTH_THERE[organization.slug];
  return both ? [...lines, { ...withDefaults(both), id: demoId(world, 0x90), accountId: BOTH.id, email: BOTH.email }] : lines;
}

function withDefaults({ name, role, jobTitle, teams = [], share = 0 }: Line): Omit<DemoMember, 'id' | 'accountId' | 'email'> {
  return { name, role, jobTitle, teams, share };
}

/** "Théo Garnier-Roux" → "theo.garnier-roux". */
export function mailName(name: string): string {
  return name.normalize('NFD').toLowerCase().replaceAll(/ß/g, 'ss').replaceAll(/ø/g, 'o').replaceAll(/[^a-z -]/g, '').trim().replaceAll(/ +/g, '.');
}

/** The same on every machine, in every run. */
export function demoId(world: number, n: number): string {
  return `01934f5e-0000-7000-8000-${world.toString(16)}de${n.toString(16).padStart(9, '0')}`;
}
