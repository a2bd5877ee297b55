/** An Elasticsearch as Zeebe's exporter needs it: keeps the records that arrive, in order, and tells who waits. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { parseRecord } from '../../../src/protocol/parse-record';
import type { EngineRecord } from '../../../src/protocol/records';

const LIMIT_MILLIS = 60_000;

export class ExportedRecords {
  readonly records: EngineRecord[] = [];
  private readonly seen = new Set<string>();
  private readonly waiting = new Set<() => void>();
  private readonly server = createServer((request, response) => void this.receive(request, response));

  /** @param take is told of each record once, in order */
  constructor(private readonly take: (record: EngineRecord) => void) {}

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** Resolves once `holds`, which is asked after each delivery. */
  until(holds: () => boolean, what: () => string): Promise<void> {
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => {
        this.waiting.delete(look);
        reject(new Error(`Expected ${what()} within ${LIMIT_MILLIS} ms`));
      }, LIMIT_MILLIS);
      const look = (): void => {
        if (!holds()) return;
        clearTimeout(limit);
        this.waiting.delete(look);
        resolve();
      };
      this.waiting.add(look);
      look();
    });
  }

  private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    response.setHeader('X-Elastic-Product', 'Elasticsearch');
    response.setHeader('Content-Type', 'application/json');
    if (request.method !== 'POST') {
      response.end('{"acknowledged":true}');
      return;
    }
    const raw = Buffer.concat(chunks);
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
    response.end(JSON.stringify({ took: 1, errors: false, items: this.takeAll(body.toString('utf8')) }));
    for (const look of [...this.waiting]) look();
  }

  private takeAll(body: string): object[] {
    const lines = body.split('\n');
    const items: object[] = [];
    for (let index = 0; index + 1 < lines.length; index += 2) {
      const { index: action } = JSON.parse(lines[index] as string) as { index: { _id: string } };
      items.push({ index: { ...action, status: 201 } });
      if (this.seen.has(action._id)) continue;
      this.seen.add(action._id);
      const record = parseRecord(lines[index + 1] as string);
      this.records.push(record);
      this.take(record);
    }
    return items;
  }
}
