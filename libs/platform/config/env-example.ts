import { variables, type Variable } from './variables.js';

/** The whole text of `.env.example`; a test compares the file with it. */
export function envExample(): string {
  return `# Every variable Tessera reads. Copy this file to .env and change what you need; production refuses the secrets shown here.\n\n${Object.values(variables).map(entry).join('\n')}`;
}

function entry(variable: Variable<unknown>): string {
  const need = variable.fallback !== null ? '' : variable.optional ? ' Optional.' : ' Required.';
  const secret = variable.secret ? ' Secret.' : '';
  return `# ${variable.say}${need}${secret}\n# Expected: ${variable.parser.expected}.\n${variable.name}=${variable.example}\n`;
}
