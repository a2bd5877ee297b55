/** Who asks for what is being done, wherever in the program it is done. */
import { AsyncLocalStorage } from 'node:async_hooks';

export interface Asking {
  /** Name of the account; null until it is known. */
  actor: string | null;
  /** Network address. */
  readonly address: string;
}

const store = new AsyncLocalStorage<Asking>();

/** Runs `work` and all that it begins as asked for from this address. */
export function askedFrom(address: string, work: () => void): void {
  store.run({ actor: null, address }, work);
}

export function askedBy(actor: string): void {
  const asking = store.getStore();
  if (asking !== undefined) asking.actor = actor;
}

/** Undefined: the program itself acts. */
export const asking = (): Readonly<Asking> | undefined => store.getStore();
