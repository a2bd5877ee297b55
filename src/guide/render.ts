/** Renders in a thread of its own: a guide takes seconds, in which the program must serve. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { projectRoot } from '../config/root';
import type { DeployedProcedure } from './content';

export interface GuideHead {
  readonly administration: string;
  readonly createdAt: Date;
  /** IANA name: the zone of the dates in it. */
  readonly timeZone: string;
}

export interface RenderRequest {
  readonly format: 'html' | 'pdf';
  readonly procedures: readonly DeployedProcedure[];
  readonly head: GuideHead;
}

/** Runs outside this thread, so it must be compiled, in tests too. */
const file = path.join(projectRoot, 'dist', 'src', 'guide', 'render-thread.js');

export async function renderInThread(request: RenderRequest): Promise<Buffer> {
  if (!existsSync(file)) throw new Error(`Expected ${file}, but it is missing. Run: npm run build`);
  const worker = new Worker(file, { workerData: request, name: 'guide' });
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      worker.once('message', (bytes: Uint8Array) => resolve(Buffer.from(bytes)));
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`Expected a guide, but its thread ended with ${code}`)));
    });
  } finally {
    await worker.terminate();
  }
}
