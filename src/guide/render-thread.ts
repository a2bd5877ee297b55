/** The thread that renders one guide and answers with its bytes. */
import { parentPort, workerData } from 'node:worker_threads';
import { readProcedure, type GuideProcedure } from './content';
import { renderGuideHtml } from './html';
import { renderGuidePdf } from './pdf';
import { titleOf } from './labels';
import type { RenderRequest } from './render';

/** The guide's letters, then what other documents describe, then what only procedures call. */
const rank = ({ letter, isCircuit }: GuideProcedure) => (letter !== '' ? 0 : isCircuit ? 2 : 1);
const inOrder = (left: GuideProcedure, right: GuideProcedure) =>
  rank(left) - rank(right) || titleOf(left).localeCompare(titleOf(right), 'fr');

async function render({ format, procedures, head }: RenderRequest): Promise<Uint8Array> {
  const read = (await Promise.all(procedures.map(readProcedure))).sort(inOrder);
  return format === 'html' ? Buffer.from(renderGuideHtml(read, head), 'utf8') : renderGuidePdf(read, head);
}

async function main(): Promise<void> {
  parentPort?.postMessage(await render(workerData as RenderRequest));
}

void main();
