import { parentPort } from 'node:worker_threads';
import type { SheetDocument } from '../sheet/document.js';
import { drawDocument } from './draw.js';

export interface ToPrint {
  id: number;
  document: SheetDocument;
}

export type Printed = { id: number; pdf: Uint8Array } | { id: number; fault: string };

async function print({ id, document }: ToPrint): Promise<Printed> {
  try {
    return { id, pdf: await drawDocument(document) };
  } catch (error) {
    return { id, fault: error instanceof Error ? error.message : String(error) };
  }
}

parentPort!.on('message', (asked: ToPrint) => void print(asked).then((printed) => parentPort!.postMessage(printed)));
