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

/** Memory that it takes at most, about, and what a start has to read. */
const LIMIT_BYTES = 16 * 1024 * 1024;
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
  /** Batches to drop, this one included. */
  readonly upTo: number;
}

/** The latest change of a row that `engine_state` has not. */
interface Pending {
  readonly entry: StateEntry;
  readonly batch: number;
  /** False when `engine_state` is known not to have the row. */
  readonly mayBeStored: boolean;
}

const partRow = z.object({
  batch: z.coerce.number().int(),
  part: z.number().int(),
  changes: z.custom<Buffer>(Buffer.isBuffer),
});
type Part = z.infer<typeof partRow>;

const sizeOf = (parts: readonly Uint8Array[]): number => parts.reduce((sum, { length }) => sum + length, 0);
const rowOf = ({ family, key }: StateEntry): string => `${family}\u0000${key}`;

export class StateJournal {
  private isLoaded = false;
  /** By row; those changed longest ago first. */
  private readonly pending = new Map<string, Pending>();
  /** The oldest first. */
  private batches: { readonly batch: number; readonly bytes: number }[] = [];
  private bytes = 0;
  private lastBatch = 0;

  constructor(private readonly limitBytes = LIMIT_BYTES) {}

  /** What is stored changed without it, or may have: it has to be loaded before it is written again. */
  forget(): void {
    this.isLoaded = false;
  }

  async *load(run: RunStatement): AsyncIterable<StateEntry> {
    await this.recover(run);
    for await (const entry of loadState(run)) if (!this.pending.has(rowOf(entry))) yield entry;
    for (const { entry } of this.pending.values()) if (entry.value !== null) yield entry;
  }

  /** Throws before the state was loaded. */
  next(state: readonly StateEntry[]): JournalBatch {
    if (!this.isLoaded) throw new Error('Expected the state to be loaded before a commit, but it was not');
    const batch = this.lastBatch + 1;
    const parts = encodeChanges(state);
    this.add(batch, state, sizeOf(parts));
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

  private addStored(parts: readonly Part[]): void {
    if (parts[0] === undefined) return;
    const changes = parts.map((part) => part.changes);
    this.add(parts[0].batch, decodeChanges(changes), sizeOf(changes));
  }

  private add(batch: number, state: readonly StateEntry[], bytes: number): void {
    for (const entry of state) this.note(entry, batch);
    this.batches.push({ batch, bytes });
    this.bytes += bytes;
    this.lastBatch = batch;
  }

  private note(entry: StateEntry, batch: number): void {
    const row = rowOf(entry);
    const before = this.pending.get(row);
    const mayBeStored = before?.mayBeStored ?? entry.isNew !== true;
    // To the end: the order is that of the latest changes.
    if (before !== undefined) this.pending.delete(row);
    if (entry.value !== null || mayBeStored) this.pending.set(row, { entry, batch, mayBeStored });
  }

  private fold(): Folded | undefined {
    let upTo: number | undefined;
    while (this.bytes > this.limitBytes && this.batches.length > 1) {
      const oldest = this.batches.shift();
      this.bytes -= oldest?.bytes ?? 0;
      upTo = oldest?.batch;
    }
    return upTo === undefined ? undefined : { entries: this.takeUpTo(upTo), upTo };
  }

  private takeUpTo(upTo: number): StateEntry[] {
    const entries: StateEntry[] = [];
    for (const [row, { entry, batch }] of this.pending) {
      if (batch > upTo) break;
      entries.push(entry);
      this.pending.delete(row);
    }
    return entries;
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
