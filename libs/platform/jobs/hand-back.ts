import type { JobId, Queue } from 'bull';

const SCRIPT = `
if redis.call('LREM', KEYS[1], 0, ARGV[1]) == 0 then return 0 end
redis.call('DEL', KEYS[2])
redis.call('RPUSH', redis.call('EXISTS', KEYS[5]) == 1 and KEYS[4] or KEYS[3], ARGV[1])
return 1`;

/** Puts a running job first in line again and drops our lock on it, so that another worker need not wait until it expires. */
export async function handBack(queue: Queue, id: JobId): Promise<void> {
  const key = (name: string): string => queue.toKey(name);
  await queue.client.eval(SCRIPT, 5, key('active'), `${key(String(id))}:lock`, key('wait'), key('paused'), key('meta-paused'), id);
}
