/** What a person typed and did not send yet, kept on this device. Storage may be full or forbidden: then it is not kept. */
export type Variables = Readonly<Record<string, unknown>>;

export interface Draft {
  read(): Variables | null;
  write(variables: Variables): boolean;
  clear(): void;
}

/** Older ones are forgotten when a form opens. */
const keptMillis = 30 * 24 * 60 * 60 * 1000;
const prefix = 'logigramme:brouillon:';

interface Stored {
  readonly at: number;
  readonly variables: Variables;
}

function parse(text: string | null): Stored | null {
  try {
    const stored: unknown = JSON.parse(text ?? 'null');
    return typeof stored === 'object' && stored !== null && 'at' in stored && 'variables' in stored
      ? (stored as Stored)
      : null;
  } catch {
    return null;
  }
}

function forgetOld(storage: Storage): void {
  for (const key of Object.keys(storage).filter((name) => name.startsWith(prefix))) {
    const stored = parse(storage.getItem(key));
    if (stored === null || Date.now() - stored.at > keptMillis) storage.removeItem(key);
  }
}

function attempt<T>(action: () => T, otherwise: T): T {
  try {
    return action();
  } catch {
    return otherwise;
  }
}

export function openDraft(name: string): Draft {
  const key = `${prefix}${name}`;
  attempt(() => {
    forgetOld(localStorage);
  }, undefined);
  return {
    read: () => attempt(() => parse(localStorage.getItem(key))?.variables ?? null, null),
    write: (variables) =>
      attempt(() => {
        localStorage.setItem(key, JSON.stringify({ at: Date.now(), variables } satisfies Stored));
        return true;
      }, false),
    clear: () => {
      attempt(() => {
        localStorage.removeItem(key);
      }, undefined);
    },
  };
}
