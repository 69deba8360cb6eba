import { useCallback, useEffect, useRef, useState } from 'react';
import { pauseBeforeNext, read, watch, type Check, type Watch } from './readiness.js';

const PATIENCE_MS = 5_000;

export interface Readiness {
  watched: Watch | null;
  asking: boolean;
  nextAt: number | null;
  askNow: () => void;
}

async function ask(): Promise<Check> {
  const begun = performance.now();
  const body: unknown = await fetch('/health/ready', { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) })
    .then((answer) => answer.json())
    .catch(() => null);
  return { ...read(body), at: Date.now(), tookMs: Math.max(1, Math.round(performance.now() - begun)) };
}

/** Asks for as long as somebody looks: a hidden page asks nothing and asks at once when it is seen again. */
export function useReadiness(): Readiness {
  const [watched, setWatched] = useState<Watch | null>(null);
  const [asking, setAsking] = useState(true);
  const [nextAt, setNextAt] = useState<number | null>(null);
  const trigger = useRef<() => void>(() => {});

  useEffect(() => {
    let gone = false;
    let underway = false;
    let timer: number | undefined;
    let latest: Watch | null = null;

    const check = async () => {
      if (underway) return;
      underway = true;
      window.clearTimeout(timer);
      setAsking(true);
      const answer = await ask();
      underway = false;
      if (gone) return;
      latest = watch(latest, answer);
      setWatched(latest);
      setAsking(false);
      plan();
    };
    const plan = () => {
      window.clearTimeout(timer);
      if (document.hidden || !latest) return setNextAt(null);
      const pause = pauseBeforeNext(latest.checks);
      setNextAt(Date.now() + pause);
      timer = window.setTimeout(() => void check(), pause);
    };
    const onVisibility = () => (document.hidden ? plan() : void check());

    trigger.current = () => void check();
    document.addEventListener('visibilitychange', onVisibility);
    void check();
    return () => {
      gone = true;
      window.clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisibility);
    };
  }, []);

  return { watched, asking, nextAt, askNow: useCallback(() => trigger.current(), []) };
}
