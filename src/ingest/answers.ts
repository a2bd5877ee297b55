/** Answers in Elasticsearch's words, as its clients parse them. */
import type { ServerResponse } from 'node:http';
import type { BulkItem } from './bulk';

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export const acknowledged: Answer = { status: 200, body: { acknowledged: true } };

export const serverInfo: Answer = {
  status: 200,
  body: { name: 'logigramme', cluster_name: 'logigramme', version: { number: '8.13.0' } },
};

export function failure(status: number, type: string, reason: string): Answer {
  return { status, body: { error: { type, reason, root_cause: [{ type, reason }] }, status } };
}

const AFTER_BAD_ITEM = 'Not stored: an item before it is wrong, and records are stored in order';

/** One item an action. Items before the first wrong one are stored; it and those after it are not. */
export function bulkAnswer(items: readonly BulkItem[], milliseconds: number): Answer {
  const firstBad = items.findIndex((item) => !item.content.ok);
  const results = items.map(({ index, id, content }, position) => {
    const named = { _index: index, _id: id };
    if (firstBad < 0 || position < firstBad) return { index: { ...named, status: 201, result: 'created' } };
    const reason = content.ok ? AFTER_BAD_ITEM : content.reason;
    const type = content.ok ? 'not_stored' : 'document_parsing_exception';
    return { index: { ...named, status: 400, error: { type, reason } } };
  });
  return { status: 200, body: { took: Math.round(milliseconds), errors: firstBad >= 0, items: results } };
}

export function send(response: ServerResponse, answer: Answer): void {
  const body = JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    'X-Elastic-Product': 'Elasticsearch',
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    ...answer.headers,
  });
  response.end(body);
}
