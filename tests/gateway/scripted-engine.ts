/** An engine that answers as the test says: for status codes and the timing of polls, never for behaviour. */
import type {
  ClientCommand,
  CommandResponse,
  EngineHandle,
  EngineStatus,
  JobStreamProperties,
  PushedJob,
} from '../../src/engine/api';

export interface ScriptedEngine extends EngineHandle {
  /** Every command so far. */
  readonly commands: ClientCommand[];
  /** Resolves when `count` commands of that intent have come. */
  seen(intent: string, count?: number): Promise<readonly ClientCommand[]>;
  /** Puts jobs of a type into the engine and tells so. */
  addJobs(type: string, count: number): void;
  /** Pushes new jobs of a type to its streams, in turn; returns their keys. */
  pushJobs(type: string, count: number, variables?: object): number[];
  /** A new job is the stream's now, and given to it when the returned function is called. */
  holdPush(type: string): () => number;
  jobsLeft(type: string): number;
  setState(state: EngineStatus['state']): void;
  announce(type: string): void;
}

export type Answer = (
  command: ClientCommand,
) => Promise<CommandResponse | undefined> | CommandResponse | undefined;

const KEY = 2251799813685248;

function jobValue(type: string): Record<string, unknown> {
  return {
    type,
    processInstanceKey: KEY + 1,
    bpmnProcessId: 'p',
    processDefinitionVersion: 1,
    processDefinitionKey: KEY + 2,
    elementId: 't',
    elementInstanceKey: KEY + 3,
    customHeaders: { a: '1' },
    worker: 'w',
    retries: 3,
    deadline: 5,
    variables: { x: 1 },
  };
}

/** `answer` decides first; what it leaves (undefined) is an activation or an empty event. */
export function scriptedEngine(answer: Answer = () => undefined): ScriptedEngine {
  const commands: ClientCommand[] = [];
  const jobs = new Map<string, number[]>();
  const listeners = new Set<(type: string) => void>();
  const streams: { properties: JobStreamProperties; receive: (job: PushedJob) => void }[] = [];
  const watchers = new Set<() => void>();
  let state: EngineStatus['state'] = 'PROCESSING';
  let counter = 100;

  function activate(command: ClientCommand): CommandResponse {
    const { type, maxJobsToActivate } = command.value as { type: string; maxJobsToActivate: number };
    const jobKeys = (jobs.get(type) ?? []).splice(0, maxJobsToActivate);
    const value = { jobKeys, jobs: jobKeys.map(() => jobValue(type)), truncated: false };
    return { kind: 'event', valueType: 'JOB_BATCH', intent: 'ACTIVATED', key: KEY + counter++, value };
  }

  function announce(type: string): void {
    for (const listener of listeners) listener(type);
  }

  return {
    commands,
    async submit(command) {
      commands.push(command);
      for (const watcher of watchers) watcher();
      const given = await answer(command);
      if (given) return given;
      if (command.valueType === 'JOB_BATCH') return activate(command);
      return { kind: 'event', valueType: command.valueType, intent: 'DONE', key: command.key, value: {} };
    },
    onJobsAvailable(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    openJobStream(properties, receive) {
      const stream = { properties, receive };
      streams.push(stream);
      return () => void streams.splice(streams.indexOf(stream), 1);
    },
    pushJobs(type, count, variables = { x: 1 }) {
      return Array.from({ length: count }, () => {
        const key = KEY + counter++;
        const stream = streams.find(({ properties }) => properties.type === type);
        if (stream !== undefined) streams.push(...streams.splice(streams.indexOf(stream), 1));
        stream?.receive({ key, value: { ...jobValue(type), worker: stream.properties.worker, variables } });
        return key;
      });
    },
    holdPush(type) {
      const stream = streams.find(({ properties }) => properties.type === type);
      const key = KEY + counter++;
      return () => {
        stream?.receive({ key, value: jobValue(type) });
        return key;
      };
    },
    onRecords: () => () => undefined,
    status: () => ({ state, position: 0 }),
    stop: async () => undefined,
    seen(intent, count = 1) {
      return new Promise((resolve) => {
        const look = (): void => {
          const found = commands.filter((command) => command.intent === intent);
          if (found.length < count) return;
          watchers.delete(look);
          resolve(found);
        };
        watchers.add(look);
        look();
      });
    },
    addJobs(type, count) {
      const keys = Array.from({ length: count }, () => KEY + counter++);
      jobs.set(type, [...(jobs.get(type) ?? []), ...keys]);
      announce(type);
    },
    jobsLeft: (type) => jobs.get(type)?.length ?? 0,
    setState: (next) => (state = next),
    announce,
  };
}
