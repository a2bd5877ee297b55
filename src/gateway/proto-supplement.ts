/**
 * What the gateway protocol of Zeebe 8.6 has and the proto file of zeebe-node has not: fields to add to its messages,
 * messages and calls to add to its service. Names and numbers are those on the wire.
 */
export const PROTO_SUPPLEMENT = `
syntax = "proto3";
package gateway_protocol;

message CancelProcessInstanceRequest { optional uint64 operationReference = 2; }
message CreateProcessInstanceRequest { optional uint64 operationReference = 7; }
message EvaluateDecisionResponse { int64 decisionInstanceKey = 12; }
message ResolveIncidentRequest { optional uint64 operationReference = 2; }
message UpdateJobRetriesRequest { optional uint64 operationReference = 3; }
message SetVariablesRequest { optional uint64 operationReference = 4; }
message ModifyProcessInstanceRequest { optional uint64 operationReference = 4; }
message DeleteResourceRequest { optional uint64 operationReference = 2; }
message BroadcastSignalRequest { string tenantId = 3; }
message BroadcastSignalResponse { string tenantId = 2; }

message UpdateJobTimeoutRequest {
  int64 jobKey = 1;
  // Milliseconds from now.
  int64 timeout = 2;
  optional uint64 operationReference = 3;
}
message UpdateJobTimeoutResponse {}

message MigrateProcessInstanceRequest {
  message MigrationPlan {
    int64 targetProcessDefinitionKey = 1;
    repeated MappingInstruction mappingInstructions = 2;
  }
  message MappingInstruction {
    string sourceElementId = 1;
    string targetElementId = 2;
  }
  int64 processInstanceKey = 1;
  MigrationPlan migrationPlan = 2;
  optional uint64 operationReference = 3;
}
message MigrateProcessInstanceResponse {}

service Gateway {
  rpc MigrateProcessInstance (MigrateProcessInstanceRequest) returns (MigrateProcessInstanceResponse);
  rpc UpdateJobTimeout (UpdateJobTimeoutRequest) returns (UpdateJobTimeoutResponse);
}
`;
