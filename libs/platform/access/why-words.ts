import type { Reach, Right, StoredCondition } from '#kernel/resource/grants.js';
import type { ResourceModel } from '#kernel/resource/model.js';

export interface RuleFound {
  role: string;
  effect: 'allow' | 'deny';
  action: string;
  reach: Reach;
  where: StoredCondition | null;
  /** It speaks of this very record. */
  applies: boolean;
  /** It is why the answer is what it is. */
  decides: boolean;
  say: string;
}

export interface OwnerFound {
  id: string;
  name: string;
  is: 'self' | 'team' | 'tree' | 'other';
  path: string[];
}

export interface Explained {
  allowed: boolean;
  say: string;
  member: { id: string; name: string; status: string; roles: { key: string; name: string }[] };
  resource: string;
  action: string;
  id: string;
  owner: OwnerFound | null;
  rules: RuleFound[];
  fields: { hidden: string[]; masked: string[] };
}

interface Judged {
  name: string;
  noun: ResourceModel;
  action: string;
  allowed: boolean;
  sees: boolean;
  active: boolean;
  off: boolean;
  rules: readonly RuleFound[];
  owner: OwnerFound | null;
}

const WHOSE: Record<Reach, string> = { own: 'their own', team: 'those of their teams', tree: 'those of their teams and the teams below', all: 'all' };

/** "Sales manager allows to update contacts: those of their teams". */
export function inWords(role: string, { action, reach, where, fields, deny, resource }: Right, noun: ResourceModel): string {
  const what = resource === '*' ? 'all records' : noun.plural.replaceAll('-', ' ');
  const limits = [WHOSE[reach], ...(fields ? [`only ${fields.join(', ') || 'their ids'}`] : []), ...(where ? [`where ${conditionInWords(where)}`] : [])];
  return `${role} ${deny ? 'denies' : 'allows'} to ${action === '*' ? 'do everything with' : action.replaceAll('-', ' ')} ${what}: ${limits.join(', ')}.`;
}

export function sentenceFor({ name, noun, action, allowed, sees, active, off, rules, owner }: Judged): string {
  const one = noun.label.toLowerCase();
  const verb = action === 'read' ? 'see' : action.replaceAll('-', ' ');
  const whose = owner ? ` ${ownerInWords(name, owner)}` : '';
  const deciding = rules.filter(({ decides }) => decides).map(({ say }) => say).join(' ');
  if (allowed) return `${name} may ${verb} this ${one}. ${deciding}${whose}`;
  const cannot = `${name} may not ${verb} this ${one}`;
  if (!active) return `${cannot}: their membership, their account or the organisation is not active.`;
  if (off) return `${cannot}: the organisation does not have the module "${noun.module}".`;
  if (deciding) return `${cannot}, since a denial wins over whatever else is granted. ${deciding}${whose}`;
  if (!sees && action !== 'read') return `${cannot}: they do not even see it. Ask the same about "read" to learn why.${whose}`;
  const near = rules.filter(({ effect }) => effect === 'allow').map(({ say }) => say).join(' ');
  return near ? `${cannot}: what their roles allow does not reach this record. ${near}${whose}` : `${cannot}: none of their roles allows it.${whose}`;
}

function ownerInWords(name: string, { is, name: owner, path }: OwnerFound): string {
  if (is === 'self') return `It belongs to ${name}.`;
  if (is === 'other') return `It belongs to ${owner}, who is in none of the teams of ${name}.`;
  return `It belongs to ${owner}, who is in ${path.length > 1 ? `${path.at(-1)}, below ${path.slice(0, -1).toReversed().join(', below ')}` : `the same team: ${path[0] ?? ''}`}.`;
}

function conditionInWords(condition: StoredCondition): string {
  if ('and' in condition) return `(${condition.and.map(conditionInWords).join(' and ')})`;
  if ('or' in condition) return `(${condition.or.map(conditionInWords).join(' or ')})`;
  if ('not' in condition) return `not ${conditionInWords(condition.not)}`;
  return `${condition.field} ${condition.operator} ${condition.value === undefined ? '' : JSON.stringify(condition.value)}`.trim();
}
