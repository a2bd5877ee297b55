/**
 * Keeps the engine's state durable with few writes: each commit appends its changes to a journal, and a row reaches
 * `engine_state` only when the journal grows beyond its limit. What lives shorter than that never does.
 *
 * Invariant: `engine_state` with the changes of the journal on top, in their order, is the state. Therefore batches are
 * dropped from the front only, once no row has its latest change there but in `engine_state`.
 */
import { z } from 'zod';
import { loadState, type RunStatement } from './engine-load';
import { decodeChanges, encodeChanges } from './journal-changes';
import type { StateEntry } from './port';

/** What it keeps in memory, outside of the heap, and what a start has to read. */
const LIMIT_BYTES = 16 * 1024 * 1024;
/** Of the limit, that is dropped at once: not a little with each commit. */
const DROPPED_SHARE = 1 / 32;
/** Of a page, when it is read: some megabytes. */
const PAGE_PARTS = 500;

/** What one commit does to the journal. */
export interface JournalBatch {
  readonly batch: number;
  readonly parts: readonly Uint8Array[];
  /** When rows leave it. */
  readonly folded?: Folded;
}

export interface Folded {
  /** To be written to `engine_state`, one entry a row. */
  readonly entries: readonly StateEntry[];
  /**
   * Batches to drop, both included. Without a lower bound the database would expect a third of them, and read all:
   * what it plans for the first commits it keeps.
   */
  readonly from: number;
  readonly upTo: number;
}

/** Its changes are kept as bytes: as texts they would be moved and searched by each garbage collection. */
interface Batch {
  readonly batch: number;
  readonly parts: readonly Uint8Array[];
}

/** Where the latest change of a row is that `engine_state` has not. */
interface Mark {
  readonly batch: number;
  /** False when `engine_state` is known not to have the row. */
  readonly mayBeStored: boolean;
}

/** By row. */
class Marks {
  private readonly families = new Map<string, Map<string, Mark>>();

  get({ family, key }: StateEntry): Mark | undefined {
    return this.families.get(family)?.get(key);
  }

  set({ family, key }: StateEntry, mark: Mark): void {
    let rows = this.families.get(family);
    if (rows === undefined) this.families.set(family, (rows = new Map()));
    rows.set(key, mark);
  }

  delete({ family, key }: StateEntry): void {
    this.families.get(family)?.delete(key);
  }

  clear(): void {
    this.families.clear();
  }
}

const partRow = z.object({
  batch: z.coerce.number().int(),
  part: z.number().int(),
  changes: z.custom<Buffer>(Buffer.isBuffer),
});
type Part = z.infer<typeof partRow>;

const sizeOf = (parts: readonly Uint8Array[]): number => parts.reduce((sum, { length }) => sum + length, 0);

export class StateJournal {
  private isLoaded = false;
  private readonly pending = new Marks();
  /** The oldest first. */
  private batches: Batch[] = [];
  private bytes = 0;
  private lastBatch = 0;

  constructor(private readonly limitBytes = LIMIT_BYTES) {}

  /** What is stored changed without it, or may have: it has to be loaded before it is written again. */
  forget(): void {
    this.isLoaded = false;
  }

  async *load(run: RunStatement): AsyncIterable<StateEntry> {
    await this.recover(run);
    for await (const entry of loadState(run)) if (!this.pending.get(entry)) yield entry;
    for (const batch of this.batches) {
      for (const entry of this.pendingOf(batch)) if (entry.value !== null) yield entry;
    }
  }

  /** Throws before the state was loaded. */
  next(state: readonly StateEntry[]): JournalBatch {
    if (!this.isLoaded) throw new Error('Expected the state to be loaded before a commit, but it was not');
    const batch = this.lastBatch + 1;
    const parts = encodeChanges(state);
    this.add({ batch, parts }, state);
    const folded = this.fold();
    return { batch, parts, ...(folded && { folded }) };
  }

  private async recover(run: RunStatement): Promise<void> {
    this.pending.clear();
    this.batches = [];
    this.bytes = 0;
    this.lastBatch = 0;
    let parts: Part[] = [];
    for await (const part of readParts(run)) {
      if (parts[0] !== undefined && parts[0].batch !== part.batch) {
        this.addStored(parts);
        parts = [];
      }
      parts.push(part);
    }
    this.addStored(parts);
    this.isLoaded = true;
  }

  private addStored(stored: readonly Part[]): void {
    if (stored[0] === undefined) return;
    const parts = stored.map(({ changes }) => changes);
    this.add({ batch: stored[0].batch, parts }, decodeChanges(parts));
  }

  private add(batch: Batch, state: readonly StateEntry[]): void {
    // Shared by its rows.
    const stored = { batch: batch.batch, mayBeStored: true };
    const unstored = { batch: batch.batch, mayBeStored: false };
    for (const entry of state) {
      const mayBeStored = this.pending.get(entry)?.mayBeStored ?? entry.isNew !== true;
      if (mayBeStored || entry.value !== null) this.pending.set(entry, mayBeStored ? stored : unstored);
      else this.pending.delete(entry);
    }
    this.batches.push(batch);
    this.bytes += sizeOf(batch.parts);
    this.lastBatch = batch.batch;
  }

  private fold(): Folded | undefined {
    if (this.bytes <= this.limitBytes) return undefined;
    const kept = this.limitBytes * (1 - DROPPED_SHARE);
    const entries: StateEntry[] = [];
    const from = this.batches[0]?.batch ?? 0;
    let upTo: number | undefined;
    while (this.bytes > kept && this.batches.length > 1) {
      const oldest = this.batches.shift();
      if (oldest === undefined) break;
      for (const entry of this.pendingOf(oldest)) {
        entries.push(entry);
        this.pending.delete(entry);
      }
      this.bytes -= sizeOf(oldest.parts);
      upTo = oldest.batch;
    }
    return upTo === undefined ? undefined : { entries, from, upTo };
  }

  /** The rows whose latest change is in the batch, once each. */
  private pendingOf({ batch, parts }: Batch): StateEntry[] {
    const latest = new Map<string, StateEntry>();
    for (const entry of decodeChanges(parts)) {
      if (this.pending.get(entry)?.batch === batch) latest.set(`${entry.family}\n${entry.key}`, entry);
    }
    return [...latest.values()];
  }
}

async function* readParts(run: RunStatement): AsyncIterable<Part> {
  let last: Part | undefined;
  for (;;) {
    const rows = await run({
      name: 'engine-journal',
      text: `SELECT batch, part, changes FROM engine_journal
             WHERE (batch, part) > ($1, $2) ORDER BY batch, part LIMIT $3`,
      values: [last?.batch ?? -1, last?.part ?? -1, PAGE_PARTS],
    });
    for (const row of rows) yield (last = partRow.parse(row));
    if (rows.length < PAGE_PARTS) return;
  }
}
