import { DoWork } from '#platform/work/do-work.js';
import { defineWork } from '#platform/work/work-kind.js';

/** Loaded into workers by `--import`: a kind of work that takes its process with it. */
const poison = defineWork({ queue: 'notifications', name: 'poison' });
const begin = DoWork.prototype.onApplicationBootstrap;
DoWork.prototype.onApplicationBootstrap = function (this: DoWork): void {
  begin.call(this);
  (this as unknown as { doers: Map<string, object> }).doers.set(poison.name, { kind: poison, handler: { do: () => process.abort() } });
};
