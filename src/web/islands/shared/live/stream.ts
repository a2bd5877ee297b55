/** The connection itself: in the shared worker, or in the tab where the browser has none. */

export type LiveMessage =
  { readonly kind: 'open' | 'lost' } | { readonly kind: 'change'; readonly topic: string };

export interface Stream {
  isOpen(): boolean;
  close(): void;
}

const CASE = 'dossier:';

function addressOf(topics: readonly string[]): string {
  const cases = topics.filter((topic) => topic.startsWith(CASE)).map((topic) => topic.slice(CASE.length));
  const query = new URLSearchParams();
  if (cases.length > 0) query.set('dossiers', cases.join(','));
  if (topics.includes('taches')) query.set('taches', '1');
  return `/flux?${query.toString()}`;
}

export function openStream(topics: readonly string[], tell: (message: LiveMessage) => void): Stream {
  const source = new EventSource(addressOf(topics));
  source.addEventListener('open', () => tell({ kind: 'open' }));
  source.addEventListener('error', () => tell({ kind: 'lost' }));
  source.addEventListener('change', (event: MessageEvent<string>) =>
    tell({ kind: 'change', topic: event.data }),
  );
  return { isOpen: () => source.readyState === EventSource.OPEN, close: () => source.close() };
}
