import type { Graph } from '../graph/graph.js';
import { CONTACT_RECIPES } from './contact-recipes.js';

/** A workflow that is ready to be published, or nearly. `$me` stands for whoever makes a workflow of it. */
export interface Recipe {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  /** Nouns without which it is not offered. */
  readonly needs: readonly string[];
  readonly graph: Graph;
}

const OFFICE_HOURS = { zone: 'Europe/Berlin', days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' };

const COMPANY_RECIPES: readonly Recipe[] = [
  {
    key: 'celebrate-customer',
    name: 'Tell the owner of a new customer',
    description: 'When a company becomes a customer, its owner hears of it.',
    needs: ['company'],
    graph: {
      trigger: { kind: 'record', noun: 'company', on: ['created', 'updated'], fields: ['stage'], where: { and: [{ field: 'stage', operator: 'eq', value: 'customer' }, { field: 'ownerId', operator: 'filled' }] } },
      steps: [{ key: 'tell', do: 'notify', member: { from: 'record.ownerId' }, title: '{{ record.name }} is a customer now' }],
      edges: [{ from: 'start', to: 'tell' }],
    },
  },
  {
    key: 'customers-of-company',
    name: 'Make the people of a new customer customers',
    description: 'When a company becomes a customer, its contacts that are leads or prospects become customers, too.',
    needs: ['company', 'contact'],
    graph: {
      trigger: { kind: 'record', noun: 'company', on: ['updated'], fields: ['stage'], where: { field: 'stage', operator: 'eq', value: 'customer' } },
      steps: [
        { key: 'people', do: 'find', noun: 'contact', where: { and: [{ field: 'companyId', operator: 'eq', value: { from: 'record.id' } }, { field: 'stage', operator: 'in', value: ['prospect', 'lead'] }] }, most: 200 },
        { key: 'each', do: 'loop', over: 'people' },
        { key: 'change', do: 'update', record: 'each', values: { stage: 'customer' } },
      ],
      edges: [{ from: 'start', to: 'people' }, { from: 'people', to: 'each', on: 'found' }, { from: 'each', to: 'change', on: 'each' }],
    },
  },
  {
    key: 'complete-company',
    name: 'Remind of companies without a website',
    description: 'Two working days after a company was entered without its website, its owner is reminded, if it is still missing.',
    needs: ['company'],
    graph: {
      trigger: { kind: 'record', noun: 'company', on: ['created'], where: { field: 'website', operator: 'empty' } },
      steps: [
        { key: 'pause', do: 'wait', workingMinutes: 960, hours: OFFICE_HOURS },
        { key: 'missing', do: 'condition', where: { and: [{ field: 'website', operator: 'empty' }, { field: 'ownerId', operator: 'filled' }] } },
        { key: 'remind', do: 'notify', member: { from: 'record.ownerId' }, title: 'Which website does {{ record.name }} have?' },
      ],
      edges: [{ from: 'start', to: 'pause' }, { from: 'pause', to: 'missing' }, { from: 'missing', to: 'remind', on: 'yes' }],
    },
  },
];

/** For nouns that come with their product modules. */
const LATER_RECIPES: readonly Recipe[] = [
  {
    key: 'stale-opportunity',
    name: 'Follow up stale deals',
    description: 'Every working morning, owners hear of their opportunities that nobody has touched for two weeks.',
    needs: ['opportunity'],
    graph: {
      trigger: { kind: 'schedule', cron: '0 8 * * 1-5', zone: 'Europe/Berlin' },
      steps: [
        { key: 'stale', do: 'find', noun: 'opportunity', where: { and: [{ field: 'updatedAt', operator: 'lt', value: '-14d' }, { field: 'ownerId', operator: 'filled' }] }, most: 200 },
        { key: 'each', do: 'loop', over: 'stale' },
        { key: 'remind', do: 'notify', record: 'each', member: { from: 'each.ownerId' }, title: 'Nothing has happened here for two weeks' },
      ],
      edges: [{ from: 'start', to: 'stale' }, { from: 'stale', to: 'each', on: 'found' }, { from: 'each', to: 'remind', on: 'each' }],
    },
  },
  {
    key: 'escalate-ticket',
    name: 'Escalate tickets that nobody answers',
    description: 'When nobody has replied to a ticket for four working hours, you hear of it.',
    needs: ['ticket'],
    graph: {
      trigger: { kind: 'record', noun: 'ticket', on: ['created'] },
      steps: [
        { key: 'reply', do: 'wait-for', event: 'ticket.replied', record: 'record', seconds: 14_400 },
        { key: 'escalate', do: 'notify', member: '$me', title: 'A ticket has waited for four hours' },
      ],
      edges: [{ from: 'start', to: 'reply' }, { from: 'reply', to: 'escalate', on: 'timeout' }],
    },
  },
];

export const RECIPES: readonly Recipe[] = [...CONTACT_RECIPES, ...COMPANY_RECIPES, ...LATER_RECIPES];
