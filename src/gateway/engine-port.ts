/** The engine as the calls see it: only while it processes, within a time, with rejections as errors. */
import type { ClientCommand, CommandResponse, EngineHandle } from '../engine/api';
import { notProcessing, rejected, timedOut } from './errors';

export type CommandEvent = Extract<CommandResponse, { kind: 'event' }>;

/** As long as Zeebe's gateway waits for its broker. */
export const DEFAULT_REQUEST_TIMEOUT_MILLIS = 15_000;

export interface EnginePort {
  /** Rejects with `GatewayError`, or with what the engine threw. */
  send(command: ClientCommand, timeoutMillis?: number): Promise<CommandEvent>;
  state(): ReturnType<EngineHandle['status']>['state'];
}

async function withTimeout<T>(
  answer: Promise<T>,
  name: string,
  millis: number,
  leave?: AbortController,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(timedOut(name, millis));
      leave?.abort();
    }, millis).unref();
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Answered when an instance ends, which may be never: the engine has to be told that nobody waits any more. */
function leaving({ intent }: ClientCommand): AbortController | undefined {
  return intent === 'CREATE_WITH_AWAITING_RESULT' ? new AbortController() : undefined;
}

export function createEnginePort(engine: EngineHandle): EnginePort {
  const state = () => engine.status().state;
  return {
    state,
    async send(command, timeoutMillis = DEFAULT_REQUEST_TIMEOUT_MILLIS) {
      const unavailable = notProcessing(state());
      if (unavailable) throw unavailable;
      const name = `${command.valueType}#${command.intent}`;
      const leave = leaving(command);
      const answer = engine.submit(command, leave?.signal);
      const response = await withTimeout(answer, name, timeoutMillis, leave);
      if (response.kind === 'rejection') throw rejected(response);
      return response;
    },
  };
}
