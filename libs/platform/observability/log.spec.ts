import { Logger } from '@nestjs/common';
import { anonymousScope, runInScope, type Scope } from '#kernel/tenancy/scope.js';
import { CapturedLog } from '#test/ops/captured-log.js';
import { NestLog } from './nest-log.js';

const member: Scope = {
  ...anonymousScope('request-1'),
  organizationId: '0193aaaa-0000-7000-8000-000000000001',
  actor: { kind: 'member', accountId: '0193aaaa-0000-7000-8000-00000000000a', memberId: '0193aaaa-0000-7000-8000-00000000000b' },
};

describe('The log', () => {
  it('says on each line who asked, read from the scope', () => {
    const captured = new CapturedLog();
    runInScope(member, () => captured.log.info({ deal: 7 }, 'Won'));
    expect(captured.said('Won')).toMatchObject({ level: 'info', service: 'api', requestId: 'request-1', organizationId: member.organizationId, actor: 'member', actorId: '0193aaaa-0000-7000-8000-00000000000b', deal: 7 });
  });

  it('keeps one entry on one line, whatever is in it', () => {
    const captured = new CapturedLog();
    captured.log.info({ note: 'a\r\nb\u2028' }, 'first\r\n{"level":"fatal","msg":"forged"}');
    expect(captured.lines).toHaveLength(1);
    expect(captured.text.trimEnd()).not.toMatch(/[\r\n]/);
  });

  it('keeps control characters of others away from the terminal of a developer', () => {
    const captured = new CapturedLog({ pretty: true });
    captured.log.info({ name: '\u001b[2Jgone\r\nforged' }, 'hello\u001b[31m');
    expect(captured.lines).toHaveLength(1);
    expect(captured.text.trimEnd()).not.toMatch(/[\r\n]/);
    expect(captured.text).not.toContain('\u001b[2J');
  });

  it('takes what Nest and its users log, with errors and fields', () => {
    const captured = new CapturedLog();
    const nest = new NestLog(captured.log);
    Logger.overrideLogger(nest);
    const logger = new Logger('Deals');
    logger.warn({ msg: 'Slow', ms: 5 });
    logger.error(new Error('broken', { cause: new Error('deeper') }));
    logger.error({ msg: 'Failed', error: new TypeError('wrong kind') });
    nest.log('Mapped {/x, GET} route', 'RouterExplorer');
    expect(captured.said('Slow')).toMatchObject({ level: 'warn', context: 'Deals', ms: 5 });
    expect(captured.said('broken')).toMatchObject({ level: 'error', error: { type: 'Error', cause: { message: 'deeper' } } });
    expect(captured.said('Failed')).toMatchObject({ error: { type: 'TypeError', message: 'wrong kind', stack: expect.stringContaining('at ') } });
    expect(captured.said('Mapped {/x, GET} route')).toMatchObject({ level: 'debug' });
  });
});
