/** What the program and the PGlite worker thread say to each other. */

export interface PgliteWorkerData {
  /** Folder of the database cluster; made when absent. */
  readonly folder: string;
}

export type ToPgliteWorker =
  /** Whole frontend messages of the PostgreSQL wire protocol. `fresh` starts a session: leftovers are discarded. */
  | { readonly type: 'wire'; readonly id: number; readonly fresh: boolean; readonly bytes: Uint8Array }
  | { readonly type: 'close' };

export type FromPgliteWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'wire'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly type: 'wire-failed'; readonly id: number; readonly message: string }
  | { readonly type: 'closed' };
