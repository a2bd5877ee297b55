/** The thread that lays documents and archives out, one after the other. */
import { parentPort } from 'node:worker_threads';
import { buildArchive } from './archive';
import { renderPdf } from './pdf';
import type { RenderAnswer, RenderWork } from './render';

async function render(work: RenderWork): Promise<unknown> {
  return work.kind === 'pdf' ? renderPdf(work.content, work.options) : buildArchive(work.source);
}

async function answer({ id, work }: { readonly id: number; readonly work: RenderWork }): Promise<void> {
  let told: RenderAnswer;
  try {
    told = { id, result: await render(work) };
  } catch (error) {
    told = { id, failure: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(told);
}

parentPort?.on(
  'message',
  (message: { readonly id: number; readonly work: RenderWork }) => void answer(message),
);
