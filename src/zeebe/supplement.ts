/** Calls of the gateway that zeebe-node's proto file lacks, on zeebe-node's own connection. */
import { Field, Type } from 'protobufjs';
import type { ZBClient } from 'zeebe-node';
import type { MigrateInstance } from './api';

const jobTimeout = new Type('UpdateJobTimeoutRequest')
  .add(new Field('jobKey', 1, 'int64'))
  .add(new Field('timeout', 2, 'int64'));

const instruction = new Type('MappingInstruction')
  .add(new Field('sourceElementId', 1, 'string'))
  .add(new Field('targetElementId', 2, 'string'));
const plan = new Type('MigrationPlan')
  .add(new Field('targetProcessDefinitionKey', 1, 'int64'))
  .add(new Field('mappingInstructions', 2, 'MappingInstruction', 'repeated'))
  .add(instruction);
const migration = new Type('MigrateProcessInstanceRequest')
  .add(new Field('processInstanceKey', 1, 'int64'))
  .add(new Field('migrationPlan', 2, 'MigrationPlan'))
  .add(plan);

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

function call(client: ZBClient, name: string, type: Type, request: object): Promise<void> {
  const { client: stub } = (client as unknown as { grpc: { client: Stub } }).grpc;
  return new Promise((resolve, reject) => {
    stub.makeUnaryRequest(
      `/gateway_protocol.Gateway/${name}`,
      (value) => Buffer.from(type.encode(type.fromObject(value)).finish()),
      () => ({}),
      request,
      (error) => {
        if (error === null) resolve();
        else reject(error);
      },
    );
  });
}

export const updateJobTimeout = (client: ZBClient, jobKey: string, timeoutMillis: number): Promise<void> =>
  call(client, 'UpdateJobTimeout', jobTimeout, { jobKey, timeout: timeoutMillis });

export function migrateProcessInstance(
  client: ZBClient,
  processInstanceKey: string,
  { targetProcessDefinitionKey, mapping }: MigrateInstance,
): Promise<void> {
  const mappingInstructions = [...mapping].map(([sourceElementId, targetElementId]) => ({
    sourceElementId,
    targetElementId,
  }));
  return call(client, 'MigrateProcessInstance', migration, {
    processInstanceKey,
    migrationPlan: { targetProcessDefinitionKey, mappingInstructions },
  });
}
