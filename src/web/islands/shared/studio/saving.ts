/**
 * Saves by itself, one file at a time. What could not be sent stays on the device until it could.
 *
 * SAVED → (a change) → SAVING → SAVED; SAVING → UNSENT when the network fails, and again by itself; SAVING → CONFLICT
 * when somebody saved meanwhile, until the author decides.
 */
import { DraftStore } from './store';

export type SaveState = 'SAVED' | 'SAVING' | 'UNSENT' | 'CONFLICT' | 'CLOSED';

export interface SavedFile {
  readonly name: string;
  revision: number;
  content: string;
}

export interface SavingOptions {
  readonly draftId: string;
  readonly told: (state: SaveState, file: SavedFile, message: string) => void;
}

const quietMillis = 800;
const retryMillis = 4_000;

export class Saving {
  private readonly timers = new Map<string, number>();
  private readonly underWay = new Map<string, Promise<void>>();
  private readonly store: DraftStore;

  constructor(private readonly options: SavingOptions) {
    this.store = new DraftStore(options.draftId);
  }

  /** What an earlier visit could not send, where it rests on the revision that is there. */
  recovered(file: SavedFile): string | null {
    return this.store.read(file.name, file.revision);
  }

  /** A file was changed: sends it after a moment without further changes. */
  changed(file: SavedFile, read: () => Promise<string>): void {
    this.later(file, read, quietMillis);
  }

  private later(file: SavedFile, read: () => Promise<string>, millis: number): void {
    window.clearTimeout(this.timers.get(file.name));
    this.timers.set(
      file.name,
      window.setTimeout(() => void this.send(file, read), millis),
    );
  }

  /** Now: before the editor shows another file. */
  async flush(file: SavedFile, read: () => Promise<string>): Promise<void> {
    if (!this.timers.has(file.name)) return;
    await this.send(file, read);
  }

  private async send(file: SavedFile, read: () => Promise<string>): Promise<void> {
    window.clearTimeout(this.timers.get(file.name));
    this.timers.delete(file.name);
    await this.underWay.get(file.name);
    const sending = this.put(file, read);
    this.underWay.set(file.name, sending);
    await sending;
  }

  private async put(file: SavedFile, read: () => Promise<string>): Promise<void> {
    const content = await read();
    if (content === file.content && file.revision > 0) {
      this.options.told('SAVED', file, '');
      return;
    }
    this.store.keep(file.name, file.revision, content);
    this.options.told('SAVING', file, '');
    const address = `/atelier/${this.options.draftId}/fichiers/${encodeURIComponent(file.name)}?revision=${String(file.revision)}`;
    let response: Response;
    try {
      response = await fetch(address, {
        method: 'PUT',
        body: content,
        headers: { 'content-type': 'text/plain' },
      });
    } catch {
      this.options.told('UNSENT', file, '');
      this.later(file, read, retryMillis);
      return;
    }
    const answer = (await response.json().catch(() => ({}))) as {
      revision?: number;
      code?: string;
      message?: string;
    };
    if (response.ok && answer.revision !== undefined) {
      file.revision = answer.revision;
      file.content = content;
      this.store.forget(file.name);
      this.options.told('SAVED', file, '');
      return;
    }
    if (answer.code === 'DRAFT_CONFLICT') this.options.told('CONFLICT', file, answer.message ?? '');
    else if (response.status >= 500) {
      this.options.told('UNSENT', file, '');
      this.later(file, read, retryMillis);
    } else this.options.told('CLOSED', file, answer.message ?? '');
  }

  /** The author decided about a conflict: what the device kept is of no use any more. */
  settled(file: SavedFile): void {
    this.store.forget(file.name);
  }
}
