import { IsString, Length } from 'class-validator';
import type { Act } from '#kernel/pipeline/act.js';
import { Action } from '#kernel/resource/verb.js';
import { factWords } from '#platform/audit/fact-words.js';
import { Visit } from './visit.js';

factWords({ 'visit.closed': '{actor} closed the visit' });

export class CloseVisitInput {
  @IsString() @Length(1, 2_000) report!: string;
}

@Action(Visit, 'close', { input: CloseVisitInput, say: 'Close visit' })
export class CloseVisit {
  async run(visit: Visit, { report }: CloseVisitInput, { rows, tell }: Act): Promise<void> {
    await rows.update(Visit, visit.id, { course: 'closed', report });
    await tell('visit.closed', { companyId: visit.companyId });
  }
}
