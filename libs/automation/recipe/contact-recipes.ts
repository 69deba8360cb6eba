import type { Recipe } from './recipes.js';

const DAY = 86_400;

export const CONTACT_RECIPES: readonly Recipe[] = [
  {
    key: 'assign-lead',
    name: 'Assign new leads',
    description: 'New leads go to the members that you name, one after the other; each hears of theirs.',
    needs: ['contact', 'member'],
    graph: {
      trigger: { kind: 'record', noun: 'contact', on: ['created'], where: { field: 'stage', operator: 'eq', value: 'lead' } },
      steps: [
        { key: 'assign', do: 'assign', among: { members: ['$me'] }, by: 'turns' },
        { key: 'tell', do: 'notify', member: { from: 'record.ownerId' }, title: 'A new lead: {{ record.fullName }}' },
      ],
      edges: [{ from: 'start', to: 'assign' }, { from: 'assign', to: 'tell' }],
    },
  },
  {
    key: 'balance-leads',
    name: 'Give leads to whoever has the fewest',
    description: 'New leads go to whoever of the named members has the fewest open ones, and to nobody with more than fifty.',
    needs: ['contact', 'member'],
    graph: {
      trigger: { kind: 'record', noun: 'contact', on: ['created'], where: { field: 'stage', operator: 'eq', value: 'lead' } },
      steps: [{ key: 'assign', do: 'assign', among: { members: ['$me'] }, by: 'load', open: { field: 'stage', operator: 'eq', value: 'lead' }, capacity: 50 }],
      edges: [{ from: 'start', to: 'assign' }],
    },
  },
  {
    key: 'welcome-series',
    name: 'Welcome new customers',
    description: 'Whoever becomes a customer gets a mail at once and another three days later.',
    needs: ['contact'],
    graph: {
      trigger: { kind: 'record', noun: 'contact', on: ['created', 'updated'], fields: ['stage'], where: { and: [{ field: 'stage', operator: 'eq', value: 'customer' }, { field: 'email', operator: 'filled' }] } },
      steps: [
        { key: 'welcome', do: 'mail', to: { from: 'record.email' }, subject: 'Welcome', body: 'Hello {{ record.firstName | default: record.lastName }},\n\nit is good to have you with us.' },
        { key: 'pause', do: 'wait', seconds: 3 * DAY },
        { key: 'still', do: 'condition', where: { field: 'stage', operator: 'eq', value: 'customer' } },
        { key: 'tips', do: 'mail', to: { from: 'record.email' }, subject: 'Your first days with us', body: 'Hello {{ record.firstName | default: record.lastName }},\n\nis there anything that we can help with? Just reply to this mail.' },
      ],
      edges: [{ from: 'start', to: 'welcome' }, { from: 'welcome', to: 'pause' }, { from: 'pause', to: 'still' }, { from: 'still', to: 'tips', on: 'yes' }],
    },
  },
  {
    key: 'quiet-leads',
    name: 'Follow up quiet leads',
    description: 'Every working morning, owners hear of their leads that nobody has touched for two weeks.',
    needs: ['contact'],
    graph: {
      trigger: { kind: 'schedule', cron: '0 8 * * 1-5', zone: 'Europe/Berlin' },
      steps: [
        { key: 'quiet', do: 'find', noun: 'contact', where: { and: [{ field: 'stage', operator: 'eq', value: 'lead' }, { field: 'updatedAt', operator: 'lt', value: '-14d' }, { field: 'ownerId', operator: 'filled' }] }, most: 200 },
        { key: 'each', do: 'loop', over: 'quiet' },
        { key: 'remind', do: 'notify', record: 'each', member: { from: 'each.ownerId' }, title: 'Nothing has happened with {{ each.fullName }} for two weeks' },
      ],
      edges: [{ from: 'start', to: 'quiet' }, { from: 'quiet', to: 'each', on: 'found' }, { from: 'each', to: 'remind', on: 'each' }],
    },
  },
  {
    key: 'escalate-lead',
    name: 'Escalate leads that nobody touches',
    description: 'When a new lead has not been changed within a day, you hear of it.',
    needs: ['contact'],
    graph: {
      trigger: { kind: 'record', noun: 'contact', on: ['created'], where: { field: 'stage', operator: 'eq', value: 'lead' } },
      steps: [
        { key: 'touched', do: 'wait-for', event: 'contact.updated', record: 'record', seconds: DAY },
        { key: 'escalate', do: 'notify', member: '$me', title: 'Nobody has touched {{ record.fullName }} for a day' },
      ],
      edges: [{ from: 'start', to: 'touched' }, { from: 'touched', to: 'escalate', on: 'timeout' }],
    },
  },
  {
    key: 'adopt-contact',
    name: 'Find an owner for contacts that have none',
    description: 'A contact that loses its owner goes to one of the members that you name.',
    needs: ['contact', 'member'],
    graph: {
      trigger: { kind: 'record', noun: 'contact', on: ['updated'], fields: ['ownerId'], where: { field: 'ownerId', operator: 'empty' } },
      steps: [{ key: 'assign', do: 'assign', among: { members: ['$me'] }, by: 'load' }],
      edges: [{ from: 'start', to: 'assign' }],
    },
  },
  {
    key: 'ask-former-customer',
    name: 'Ask former customers why they left',
    description: 'A week after somebody is a customer no more they are asked for the reason.',
    needs: ['contact'],
    graph: {
      trigger: { kind: 'record', noun: 'contact', on: ['updated'], fields: ['stage'], before: { field: 'stage', operator: 'eq', value: 'customer' }, where: { and: [{ field: 'stage', operator: 'eq', value: 'former' }, { field: 'email', operator: 'filled' }] } },
      steps: [
        { key: 'pause', do: 'wait', seconds: 7 * DAY },
        { key: 'ask', do: 'mail', to: { from: 'record.email' }, subject: 'What could we have done better?', body: 'Hello {{ record.firstName | default: record.lastName }},\n\nyou are no customer of ours any more. A sentence on why would help us a lot.' },
      ],
      edges: [{ from: 'start', to: 'pause' }, { from: 'pause', to: 'ask' }],
    },
  },
  {
    key: 'webhook-to-lead',
    name: 'Make leads of what other systems send',
    description: 'What arrives at the webhook becomes a lead, with what it calls lastName and email.',
    needs: ['contact'],
    graph: {
      trigger: { kind: 'fact', fact: 'webhook.received' },
      steps: [{ key: 'lead', do: 'create', noun: 'contact', values: { lastName: { from: 'trigger.lastName' }, email: { from: 'trigger.email' }, stage: 'lead' } }],
      edges: [{ from: 'start', to: 'lead' }],
    },
  },
  {
    key: 'tell-other-system',
    name: 'Tell another system of new contacts',
    description: 'Each new contact is sent to an address of yours. Change the address before you publish it.',
    needs: ['contact'],
    graph: {
      trigger: { kind: 'record', noun: 'contact', on: ['created'] },
      steps: [{ key: 'send', do: 'http', method: 'POST', url: 'https://example.com/new-contact', body: '{ "id": {{ record.id | json }}, "name": {{ record.fullName | json }} }' }],
      edges: [{ from: 'start', to: 'send' }],
    },
  },
];
