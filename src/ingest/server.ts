/**
 * Where a Zeebe's built-in Elasticsearch exporter delivers its records: an HTTP server that answers its calls as
 * Elasticsearch would, and stores the records. A bulk is answered 2xx only after it is durable; anything else makes
 * the exporter send it again.
 */
import { listen } from '../kit/listen';
import type { Logger } from '../kit/logger';
import type { IncomingMessage } from 'node:http';
import type { Knex } from 'knex';
import {
  basicAuthorization,
  createHttpServer,
  isFromBrowser,
  isSame,
  urlOf,
  type Certificate,
} from '../kit/http-server';
import type { EngineRecord } from '../protocol/records';
import { codeOf } from '../store/errors';
import { acknowledged, bulkAnswer, failure, send, serverInfo, type Answer } from './answers';
import { appendRecords, ForeignRecordsError } from './append';
import { BodyTooLargeError, discardBody, readBody, UnreadableBodyError } from './body';
import { MalformedBulkError, parseBulk } from './bulk';

export interface IngestOptions {
  readonly knex: Knex;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** HTTP Basic. */
  readonly credentials?: { readonly username: string; readonly password: string } | null;
  readonly tls?: Certificate | null;
  /** Called after records are durable, in the order in which they became so. */
  readonly onRecords: (records: readonly EngineRecord[]) => void;
  readonly logger: Logger;
  /** Largest body, unpacked (bytes). The exporter's own limit is 10 MB unless configured. */
  readonly maxBodyBytes?: number;
}

export interface RunningIngest {
  /** http://host:port */
  readonly url: string;
  stop(): Promise<void>;
}

const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** PUTs by which the exporter prepares its indices: nothing to do here. */
const PREPARATION = /^\/(_component_template|_index_template|_ilm\/policy)\/|\/_settings$/;
const BULK = /^(\/[^/]+)?\/_bulk$/;

/** A page in a browser of this machine reaches this port too; records come from brokers only. */
const noBrowsers: Answer = failure(
  403,
  'security_exception',
  'Expected the exporter of a broker, but the call comes from a browser',
);

/** Without the challenge the exporter's HTTP client does not send its credentials. */
const unauthorized: Answer = {
  ...failure(401, 'security_exception', 'Expected the credentials INGEST_USERNAME and INGEST_PASSWORD'),
  headers: { 'WWW-Authenticate': 'Basic realm="ingest", charset="UTF-8"' },
};

/** SQLSTATE classes of wrong or too deep data: sending it again cannot help. */
function isDataError(error: unknown): boolean {
  return /^(22|54)/.test(codeOf(error) ?? '');
}

class Ingest {
  private readonly authorization: string | null;
  private readonly limit: number;

  constructor(private readonly options: IngestOptions) {
    this.authorization = options.credentials ? basicAuthorization(options.credentials) : null;
    this.limit = options.maxBodyBytes ?? MAX_BODY_BYTES;
  }

  async answer(request: IncomingMessage): Promise<Answer> {
    const path = new URL(request.url ?? '/', 'http://ingest').pathname;
    const method = request.method ?? 'GET';
    if (isFromBrowser(request.headers)) {
      await discardBody(request);
      return noBrowsers;
    }
    if (!this.isAuthorized(request)) {
      await discardBody(request);
      return unauthorized;
    }
    const body = await readBody(request, this.limit);
    if (BULK.test(path) && (method === 'POST' || method === 'PUT')) return this.bulk(body);
    if (method === 'PUT' && PREPARATION.test(path)) return acknowledged;
    if (path === '/' && (method === 'GET' || method === 'HEAD')) return serverInfo;
    return failure(
      404,
      'resource_not_found_exception',
      `Expected the bulk protocol, but got ${method} ${path}`,
    );
  }

  private isAuthorized(request: IncomingMessage): boolean {
    return this.authorization === null || isSame(request.headers.authorization ?? '', this.authorization);
  }

  private async bulk(body: string): Promise<Answer> {
    const startedAt = performance.now();
    const items = parseBulk(body);
    const records: EngineRecord[] = [];
    const texts: string[] = [];
    for (const { content } of items) {
      if (!content.ok) break;
      records.push(content.record);
      texts.push(content.text);
    }
    if (records.length > 0) {
      await appendRecords(this.options.knex, records, texts);
      this.options.onRecords(records);
    }
    if (records.length < items.length) {
      const content = items[records.length]?.content;
      const reason = content?.ok === false ? content.reason : '';
      this.options.logger.error(
        { reason, stored: records.length, sent: items.length },
        'record not accepted',
      );
    }
    return bulkAnswer(items, performance.now() - startedAt);
  }

  failed(error: unknown): Answer {
    const { logger } = this.options;
    if (error instanceof BodyTooLargeError) return failure(413, 'content_too_long_exception', error.message);
    if (error instanceof MalformedBulkError || error instanceof UnreadableBodyError) {
      return failure(400, 'illegal_argument_exception', error.message);
    }
    if (error instanceof ForeignRecordsError) {
      logger.error({ reason: error.message }, 'records not accepted');
      return failure(409, 'version_conflict_engine_exception', error.message);
    }
    if (isDataError(error)) {
      logger.error({ err: error }, 'records not accepted: the database refuses them');
      return failure(400, 'illegal_argument_exception', 'The database refuses the records; see the log.');
    }
    logger.error({ err: error }, 'records not stored; the exporter will send them again');
    const reason = 'The records could not be stored. Send them again.';
    return failure(503, 'unavailable_shards_exception', reason);
  }
}

export async function startIngest(options: IngestOptions): Promise<RunningIngest> {
  const ingest = new Ingest(options);
  const underWay = new Set<Promise<void>>();
  const tls = options.tls ?? null;
  const server = createHttpServer(tls, (request, response) => {
    const answered = ingest
      .answer(request)
      .catch((error: unknown) => ingest.failed(error))
      .then((answer) => {
        send(response, answer);
      })
      .finally(() => underWay.delete(answered));
    underWay.add(answered);
  });
  const { host } = options;
  const port = await listen(server, { host, port: options.port, setting: 'INGEST_PORT' });
  const url = urlOf(tls, options.host, port);
  options.logger.info({ url }, 'ingest listens for the records of a Zeebe');
  return {
    url,
    async stop() {
      server.close();
      server.closeIdleConnections();
      await Promise.allSettled(underWay);
      server.closeAllConnections();
    },
  };
}
