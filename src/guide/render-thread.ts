/** The thread that renders one guide and answers with its bytes. */
import { parentPort, workerData } from 'node:worker_threads';
import { readProcedure } from './content';
import { renderGuideHtml } from './html';
import { renderGuidePdf } from './pdf';
import type { RenderRequest } from './render';

async function render({ format, procedures, head }: RenderRequest): Promise<Uint8Array> {
  const read = await Promise.all(procedures.map(readProcedure));
  return format === 'html' ? Buffer.from(renderGuideHtml(read, head), 'utf8') : renderGuidePdf(read, head);
}

async function main(): Promise<void> {
  parentPort?.postMessage(await render(workerData as RenderRequest));
}

void main();
