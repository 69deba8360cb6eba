// Vitest on the compiled code, as a process group that cannot outstay its welcome.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { end, identify, signal } from './processes.mjs';
import { say } from './steps.mjs';

const PATIENCE_AFTER_RESULTS = 15_000;

/** Runs Vitest, showing its output as it goes; returns { passed, failed, skipped }. */
export async function runVitest({ root, patterns, environment, folder, onSpawn }) {
  const results = join(folder, 'test-results.json');
  const child = spawn(process.execPath, [
    'node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${results}`, ...patterns,
  ], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
    env: { ...process.env, ...environment, FORCE_COLOR: process.stderr.isTTY ? '1' : '0' },
  });
  const identity = identify(child.pid);
  onSpawn?.(identity);
  let hung = false;
  let leftAlone;
  // Vitest waits long for a socket or a timer that a test left open; its results are there by then.
  const watch = setInterval(() => {
    if (!existsSync(results)) return;
    leftAlone ??= performance.now();
    if (performance.now() - leftAlone < PATIENCE_AFTER_RESULTS) return;
    hung = true;
    signal(-identity.pid, 'SIGKILL');
  }, 250);
  const code = await new Promise((resolve) => {
    child.once('error', () => resolve(-1));
    child.once('exit', (exitCode) => resolve(exitCode ?? -1));
  });
  clearInterval(watch);
  await end(identity, [], { group: true });
  return count(results, code, hung);
}

function count(results, code, hung) {
  if (!existsSync(results)) {
    say(`Vitest ended with exit code ${code} and no results.`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const report = JSON.parse(readFileSync(results, 'utf8'));
  const counted = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed')).length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  if (hung) {
    say('Vitest did not end by itself: a test left a connection or a timer open (find it with "npx vitest run --reporter=hanging-process <file>").');
    counted.failed++;
  } else if (code !== 0 && counted.failed === 0) {
    say(`Vitest ended with exit code ${code} although no test failed.`);
    counted.failed++;
  }
  return counted;
}
