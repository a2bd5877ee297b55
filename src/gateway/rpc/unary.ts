/** A call with one request and one reply: what it asks of the engine and how it tells the answer. */
import type { ClientCommand } from '../../engine/api';
import type { CommandEvent } from '../engine-port';

export interface UnaryRpc<Request> {
  /** Throws `GatewayError` on a request that no engine needs to see. */
  toCommand(request: Request): ClientCommand;
  toReply(event: CommandEvent): object;
  /** Milliseconds that the answer may take; unset: the gateway's default. */
  timeoutMillis?(request: Request): number | undefined;
}

/** Key of a command that makes something. */
export const NO_KEY = -1;

export const emptyReply = (): object => ({});
