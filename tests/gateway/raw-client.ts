/** The protocol without zeebe-node's retries and defaults: what a call says, and what exactly came back. */
import type { Client } from '@grpc/grpc-js';
import { credentials, loadPackageDefinition, status, type ClientReadableStream } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

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

export interface RawClient {
  call(rpc: string, request: object): Promise<Outcome>;
  stream(rpc: string, request: object): { readonly outcome: Promise<Outcome>; cancel(): void };
  close(): void;
}

const LIMIT_MILLIS = 20_000;

interface GatewayPackage {
  readonly gateway_protocol: { readonly Gateway: new (...parameters: unknown[]) => Client };
}

export function openRawClient(address: string): RawClient {
  const loaded = loadPackageDefinition(
    loadSync(require.resolve('zeebe-node/proto/zeebe.proto'), {
      keepCase: true,
      longs: String,
      enums: String,
      defaults: true,
      oneofs: true,
    }),
  ) as unknown as GatewayPackage;
  const client = new loaded.gateway_protocol.Gateway(address, credentials.createInsecure());
  const methods = client as unknown as Record<string, Unary & Streaming>;
  const method = (rpc: string) => methods[rpc]!.bind(client);

  return {
    call(rpc, request) {
      const began = Date.now();
      return new Promise((resolve) => {
        method(rpc)(request, { deadline: began + LIMIT_MILLIS }, (error, reply) =>
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
      return { outcome, cancel: () => stream.cancel() };
    },
    close: () => client.close(),
  };
}
