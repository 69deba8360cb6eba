// What the person at the terminal sees: one line for each step, with the time it took.

/** A failure that is explained in full by its own sentence: shown without a stack trace. */
export class Problem extends Error {
  constructor(message, details = '') {
    super(message);
    this.name = 'Problem';
    this.details = details;
  }
}

const terminal = process.stdout.isTTY === true && !process.env.CI;
const paint = (code, text) => (terminal && !process.env.NO_COLOR ? `\u001b[${code}m${text}\u001b[0m` : text);
const green = (text) => paint(32, text);
const red = (text) => paint(31, text);
const dim = (text) => paint(2, text);
export const bold = (text) => paint(1, text);

// A closed terminal must not keep the launcher from stopping what it started.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

export function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

/** Runs one step, showing that it goes on and, at its end, how long it took. `work` may return a remark. */
export async function step(title, work) {
  const since = performance.now();
  const ticking = showProgress(title, since);
  try {
    const remark = await work();
    ticking.end();
    console.log(`${green('✓')} ${title.padEnd(34)} ${dim(seconds(since).padStart(7))}${typeof remark === 'string' ? `  ${dim(remark)}` : ''}`);
    return remark;
  } catch (error) {
    ticking.end();
    console.log(`${red('✗')} ${title.padEnd(34)} ${dim(seconds(since).padStart(7))}`);
    throw error;
  }
}

function showProgress(title, since) {
  if (!terminal) {
    const timer = setTimeout(() => console.log(`… ${title}`), 3_000);
    return { end: () => clearTimeout(timer) };
  }
  const draw = () => process.stdout.write(`\r\u001b[2K… ${title.padEnd(34)} ${dim(seconds(since).padStart(7))}`);
  draw();
  const timer = setInterval(draw, 200);
  return {
    end: () => {
      clearInterval(timer);
      process.stdout.write('\r\u001b[2K');
    },
  };
}

export function say(message) {
  console.log(message);
}

export function complain(error) {
  if (error instanceof Problem) {
    if (error.details) console.error(`\n${error.details.trimEnd()}`);
    console.error(`\n${red(error.message)}`);
  } else {
    console.error(error);
  }
}

export function lastLines(text, count = 30) {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
