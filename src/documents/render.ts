/**
 * Documents and archives are laid out in a thread of their own, since that takes a good part of a second in which the
 * program must serve. The thread starts with the first document and keeps its fonts; one that ended is started anew.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { projectRoot } from '../config/root';
import type { ArchiveSource, BuiltArchive } from './archive';
import type { PdfOptions } from './pdf';
import type { DocumentContent } from './template';

export type RenderWork =
  | { readonly kind: 'pdf'; readonly content: DocumentContent; readonly options: PdfOptions }
  | { readonly kind: 'archive'; readonly source: ArchiveSource };

export type RenderAnswer =
  { readonly id: number; readonly result: unknown } | { readonly id: number; readonly failure: string };

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Runs outside this thread, so it must be compiled, in tests too. */
const file = path.join(projectRoot, 'dist', 'src', 'documents', 'render-thread.js');

export class RenderThread {
  private readonly pending = new Map<number, Pending>();
  private worker: Worker | undefined;
  private lastId = 0;

  async pdf(content: DocumentContent, options: PdfOptions): Promise<Buffer> {
    return Buffer.from((await this.render({ kind: 'pdf', content, options })) as Uint8Array);
  }

  async archive(source: ArchiveSource): Promise<BuiltArchive> {
    const built = (await this.render({ kind: 'archive', source })) as BuiltArchive;
    return { ...built, bytes: Buffer.from(built.bytes) };
  }

  /** What is under way fails. */
  async close(): Promise<void> {
    await this.worker?.terminate();
  }

  /** The thread keeps the program alive only while an answer is awaited. */
  private render(work: RenderWork): Promise<unknown> {
    const worker = (this.worker ??= this.start());
    const id = (this.lastId += 1);
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      worker.ref();
      worker.postMessage({ id, work });
    });
  }

  private start(): Worker {
    if (!existsSync(file)) throw new Error(`Expected ${file}, but it is missing. Run: npm run build`);
    const worker = new Worker(file, { name: 'documents' });
    worker.unref();
    worker.on('message', (answer: RenderAnswer) => {
      const waiting = this.pending.get(answer.id);
      this.pending.delete(answer.id);
      if (this.pending.size === 0) worker.unref();
      if ('failure' in answer) waiting?.reject(new Error(answer.failure));
      else waiting?.resolve(answer.result);
    });
    worker.on('error', (error: Error) => this.ended(worker, error.message));
    worker.once('exit', () => this.ended(worker, 'it was stopped'));
    return worker;
  }

  private ended(worker: Worker, reason: string): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    const error = new Error(`Expected a document, but the thread that lays it out has ended: ${reason}`);
    for (const waiting of this.pending.values()) waiting.reject(error);
    this.pending.clear();
  }
}
