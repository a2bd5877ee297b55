/** The protocol without zeebe-node's retries and defaults: what a call says, and what exactly came back. */
import { credentials, status, type ClientReadableStream } from '@grpc/grpc-js';
import { gatewayClient } from '../../src/gateway/proto';

export interface Outcome {
  readonly status: string;
  readonly details: string;
  readonly reply?: Readonly<Record<string, unknown>>;
  /** Of a stream: its messages. */
  readonly messages: readonly Readonly<Record<string, unknown>>[];
  readonly millis: number;
}

type Unary = (
  request: object,
  options: object,
  callback: (error: { code: number; details: string } | null, reply?: Record<string, unknown>) => void,
) => void;
type Streaming = (request: object) => ClientReadableStream<Record<string, unknown>>;

export interface RawStream {
  /** So far. */
  readonly messages: readonly Readonly<Record<string, unknown>>[];
  /** When it has ended. */
  readonly outcome: Promise<Outcome>;
  cancel(): void;
  /** Reads nothing until `resume`. */
  pause(): void;
  resume(): void;
}

export interface RawClient {
  call(rpc: string, request: object): Promise<Outcome>;
  stream(rpc: string, request: object): RawStream;
  close(): void;
}

const LIMIT_MILLIS = 20_000;

/** @param limitMillis after which a call is given up */
export function openRawClient(address: string, limitMillis = LIMIT_MILLIS): RawClient {
  const Gateway = gatewayClient();
  const client = new Gateway(address, credentials.createInsecure());
  const methods = client as unknown as Record<string, Unary & Streaming>;
  const method = (rpc: string) => methods[rpc]!.bind(client);

  return {
    call(rpc, request) {
      const began = Date.now();
      return new Promise((resolve) => {
        method(rpc)(request, { deadline: began + limitMillis }, (error, reply) =>
          resolve({
            status: status[error?.code ?? 0]!,
            details: error?.details ?? '',
            ...(reply && { reply }),
            messages: [],
            millis: Date.now() - began,
          }),
        );
      });
    },
    stream(rpc, request) {
      const began = Date.now();
      const messages: Record<string, unknown>[] = [];
      const stream = (method(rpc) as Streaming)(request);
      stream.on('data', (message: Record<string, unknown>) => messages.push(message));
      const outcome = new Promise<Outcome>((resolve) => {
        const end = (name: string, details: string): void =>
          resolve({ status: name, details, messages, millis: Date.now() - began });
        stream.on('error', (error: Error & { code: number; details: string }) =>
          end(status[error.code]!, error.details),
        );
        stream.on('end', () => end('OK', ''));
      });
      return {
        messages,
        outcome,
        cancel: () => stream.cancel(),
        pause: () => void stream.pause(),
        resume: () => void stream.resume(),
      };
    },
    close: () => client.close(),
  };
}
