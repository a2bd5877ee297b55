/** The only module that knows zeebe-node: a small typed client of a Zeebe gateway, embedded or not. */
export type * from './api';
export { createZeebeClient, type ZeebeClientOptions } from './client';
export type { GatewayAccess } from './connection';
export type { RestAccess } from './user-tasks';
export {
  EngineError,
  EngineNotFoundError,
  EngineRejectedError,
  EngineUnavailableError,
  type GrpcStatusName,
} from './errors';
