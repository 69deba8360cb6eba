import { parentPort } from 'node:worker_threads';
import { Liquid } from 'liquidjs';

export interface Rendering {
  readonly id: number;
  readonly templates: readonly string[];
  /** Null only parses. */
  readonly data: object | null;
  readonly zone: string;
  readonly locale: string;
}

export type Rendered = { readonly id: number; readonly texts: readonly string[] } | { readonly id: number; readonly fault: string };

const MOST_CHARACTERS = 100_000;
/** They read other templates, or let one wait for itself; there are none here. */
const NO_TAGS = ['include', 'render', 'layout', 'block'];
/** Their patterns take forever on texts that were made for that. */
const NO_FILTERS = ['strip_html'];

function engine({ zone, locale }: Rendering): Liquid {
  const liquid = new Liquid({
    templates: {}, ownPropertyOnly: true, strictFilters: true, dynamicPartials: false, relativeReference: false,
    parseLimit: 200_000, renderLimit: 250, memoryLimit: 2_000_000, timezoneOffset: zone, locale,
  });
  for (const tag of NO_TAGS) delete liquid.tags[tag];
  for (const filter of NO_FILTERS) delete liquid.filters[filter];
  return liquid;
}

function render(asked: Rendering): Rendered {
  const { id, templates, data } = asked;
  try {
    const liquid = engine(asked);
    let size = 0;
    const texts = templates.map((template) => {
      const parsed = liquid.parse(template);
      const text = data ? String(liquid.renderSync(parsed, data, { templateLimit: 20_000 })) : '';
      size += text.length;
      if (size > MOST_CHARACTERS) throw new Error(`What comes of it is longer than ${MOST_CHARACTERS} characters`);
      return text;
    });
    return { id, texts };
  } catch (error) {
    return { id, fault: error instanceof Error ? error.message.split('\n')[0]!.slice(0, 300) : 'It cannot be rendered' };
  }
}

parentPort!.on('message', (asked: Rendering) => parentPort!.postMessage(render(asked)));
