/** A gateway that answers at once and does nothing: what client and gRPC alone can do. */
import { Server, ServerCredentials, type handleUnaryCall } from '@grpc/grpc-js';
import { gatewayService } from '../../src/gateway/proto';

const service = gatewayService();
const reply = {
  processDefinitionKey: '1',
  bpmnProcessId: 'bench-w1',
  version: 1,
  processInstanceKey: '2',
  tenantId: '<default>',
};
const answer: handleUnaryCall<object, object> = (_call, callback) => callback(null, reply);

const server = new Server();
const create = service['CreateProcessInstance'];
if (create === undefined) throw new Error('Expected the gateway protocol to have CreateProcessInstance');
server.addService({ CreateProcessInstance: create }, { CreateProcessInstance: answer });
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`\nEngine: 127.0.0.1:${port}\n\n`);
});
