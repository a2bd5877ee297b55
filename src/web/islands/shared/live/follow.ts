/**
 * Hears of changes while the tab is visible: a hidden one follows nothing and holds no connection, since browsers allow
 * six to a host. Visible tabs share one.
 */
import { readPageData } from '../page-data';
import { openStream, type LiveMessage, type Stream } from './stream';

export interface Followed {
  /** `dossier:<key>` or `taches`. */
  readonly topic: string;
  changed(): void;
  /** Connected, or again: something may have been missed. */
  opened(): void;
  lost(): void;
}

interface Line {
  follow(topics: readonly string[]): void;
}

function sharedLine(hear: (message: LiveMessage) => void): Line | null {
  const { streamWorker, account } = readPageData<{ streamWorker?: string; account?: string }>();
  if (typeof SharedWorker === 'undefined' || streamWorker === undefined) return null;
  let port: MessagePort | null = null;
  return {
    follow(topics) {
      // A hidden tab does not even start the worker; one account's connection is not another's.
      if (port === null && topics.length === 0) return;
      if (port === null) {
        ({ port } = new SharedWorker(streamWorker, { name: account ?? '' }));
        port.onmessage = ({ data }: MessageEvent<LiveMessage>) => hear(data);
        port.start();
      }
      port.postMessage(topics);
    },
  };
}

function ownLine(hear: (message: LiveMessage) => void): Line {
  let stream: Stream | null = null;
  return {
    follow(topics) {
      stream?.close();
      stream = topics.length === 0 ? null : openStream(topics, hear);
    },
  };
}

export function follow(followed: Followed): void {
  const hear = (message: LiveMessage): void => {
    if (document.hidden) return;
    if (message.kind === 'open') followed.opened();
    if (message.kind === 'lost') followed.lost();
    if (message.kind === 'change' && message.topic === followed.topic) followed.changed();
  };
  const line = sharedLine(hear) ?? ownLine(hear);
  const update = (): void => line.follow(document.hidden ? [] : [followed.topic]);
  document.addEventListener('visibilitychange', update);
  window.addEventListener('pagehide', () => line.follow([]));
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) update();
  });
  update();
}
