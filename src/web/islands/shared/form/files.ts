/** The files that a form's pickers hold: sent one by one before the form, whose fields take what the server keeps them by. */
import type { Outcome, WrongField } from './send';
import type { Variables } from './draft';

/** form-js's own register: the value of a picker is a key into it. */
export interface FileRegistry {
  hasKey(key: string): boolean;
  getFiles(key: string): readonly File[];
}

interface Reference {
  readonly documentId: string;
}

export type Delivered =
  | { readonly kind: 'ready'; readonly variables: Variables }
  | { readonly kind: 'failed'; readonly outcome: Exclude<Outcome, { kind: 'done' }> };

const PREFIX = 'files::';
/** A photograph over a poor line takes its time. */
const LIMIT_MILLIS = 300_000;
/** Sent once, however often the form is. */
const sent = new WeakMap<File, Reference>();

class FailedFile extends Error {
  constructor(readonly outcome: Exclude<Outcome, { kind: 'done' }>) {
    super('a file was not sent');
  }
}

async function post(file: File, wrong: (message: string) => WrongField): Promise<Reference> {
  const body = new FormData();
  body.append('fichiers', file, file.name);
  let response: Response;
  try {
    response = await fetch('/fichiers', {
      method: 'POST',
      headers: { Accept: 'application/json' },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(LIMIT_MILLIS),
    });
  } catch {
    throw new FailedFile({ kind: 'unreachable', detail: '' });
  }
  if (response.type === 'opaqueredirect' || response.status === 401)
    throw new FailedFile({ kind: 'signedOut' });
  const answer = (await response.json().catch(() => ({}))) as {
    readonly documents?: readonly Reference[];
    readonly detail?: string;
  };
  const [reference] = answer.documents ?? [];
  if (response.ok && reference !== undefined) return reference;
  const detail = answer.detail ?? '';
  if (response.status === 422 || response.status === 413)
    throw new FailedFile({ kind: 'invalid', detail, errors: [wrong(detail)] });
  throw new FailedFile({ kind: 'unreachable', detail });
}

async function reference(file: File, wrong: (message: string) => WrongField): Promise<Reference> {
  const known = sent.get(file) ?? (await post(file, wrong));
  sent.set(file, known);
  return known;
}

/** The variables as the server takes them, once all their files are there. */
export async function deliverFiles(
  registry: FileRegistry,
  variables: Variables,
  labelOf: (key: string) => string,
): Promise<Delivered> {
  const inside = async (value: unknown, name: string): Promise<unknown> => {
    if (typeof value === 'string' && value.startsWith(PREFIX) && registry.hasKey(value)) {
      const references: Reference[] = [];
      for (const file of registry.getFiles(value)) {
        references.push(await reference(file, (message) => ({ field: name, label: labelOf(name), message })));
      }
      return references;
    }
    if (Array.isArray(value)) return Promise.all(value.map((one) => inside(one, name)));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(async ([key, one]) => [key, await inside(one, key)] as const);
    return Object.fromEntries(await Promise.all(entries));
  };
  try {
    return { kind: 'ready', variables: (await inside(variables, '')) as Variables };
  } catch (error) {
    if (error instanceof FailedFile) return { kind: 'failed', outcome: error.outcome };
    throw error;
  }
}

/** A form-js module: where a document that the form shows is had from. */
export function documentModule() {
  const builder = {
    buildUrl: ({ documentId }: { readonly documentId: string }) =>
      new URL(`/documents/${encodeURIComponent(documentId)}`, location.origin).href,
  };
  return { documentEndpointBuilder: ['value', builder] };
}
