/** A call of the gateway that zeebe-node's proto file lacks, on zeebe-node's own connection. */
import { Field, Type } from 'protobufjs';
import type { ZBClient } from 'zeebe-node';

const request = new Type('UpdateJobTimeoutRequest')
  .add(new Field('jobKey', 1, 'int64'))
  .add(new Field('timeout', 2, 'int64'));

/** The stub of @grpc/grpc-js inside zeebe-node. */
interface Stub {
  makeUnaryRequest(
    path: string,
    serialize: (value: object) => Buffer,
    deserialize: (bytes: Buffer) => unknown,
    value: object,
    callback: (error: Error | null) => void,
  ): unknown;
}

export function updateJobTimeout(client: ZBClient, jobKey: string, timeoutMillis: number): Promise<void> {
  const { client: stub } = (client as unknown as { grpc: { client: Stub } }).grpc;
  return new Promise((resolve, reject) => {
    stub.makeUnaryRequest(
      '/gateway_protocol.Gateway/UpdateJobTimeout',
      (value) => Buffer.from(request.encode(request.fromObject(value)).finish()),
      () => ({}),
      { jobKey, timeout: timeoutMillis },
      (error) => {
        if (error === null) resolve();
        else reject(error);
      },
    );
  });
}
