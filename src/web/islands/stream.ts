/**
 * A worker that all tabs of a browser share: it holds the one connection by which the server tells of changes, for the
 * tabs that are visible. None is open while no tab follows anything.
 */
import { openStream, type LiveMessage, type Stream } from './shared/live/stream';

const scope = self as unknown as { onconnect: ((event: MessageEvent) => void) | null };
const followed = new Map<MessagePort, readonly string[]>();
let stream: Stream | null = null;
let topics = '';

function tell(message: LiveMessage): void {
  for (const port of followed.keys()) port.postMessage(message);
}

function update(): void {
  const wanted = [...new Set([...followed.values()].flat())].sort();
  if (wanted.join() === topics) return;
  topics = wanted.join();
  stream?.close();
  stream = wanted.length === 0 ? null : openStream(wanted, tell);
}

scope.onconnect = (event) => {
  const [port] = event.ports;
  if (port === undefined) return;
  port.onmessage = ({ data }: MessageEvent<readonly string[]>) => {
    if (data.length === 0) followed.delete(port);
    else followed.set(port, data);
    const before = topics;
    update();
    // Nothing is opened anew for who joins: it hears at once that it is followed.
    if (topics === before && data.length > 0 && stream?.isOpen() === true) port.postMessage({ kind: 'open' });
  };
  port.start();
};
