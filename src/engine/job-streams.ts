/** Workers to whom jobs are pushed as they become activatable. Not part of the state: gone with the program. */
import type { JobStreamProperties, PushedJob } from './api';

export interface JobStream {
  readonly properties: JobStreamProperties;
  readonly receive: (job: PushedJob) => void;
}

export class JobStreams {
  /** By job type; the one whose turn is next comes first. */
  private readonly streams = new Map<string, JobStream[]>();

  /** Returns how to close it. */
  open(properties: JobStreamProperties, receive: JobStream['receive']): () => void {
    const stream: JobStream = { properties, receive };
    const { type } = properties;
    this.streams.set(type, [...(this.streams.get(type) ?? []), stream]);
    return () => {
      const rest = (this.streams.get(type) ?? []).filter((other) => other !== stream);
      if (rest.length === 0) this.streams.delete(type);
      else this.streams.set(type, rest);
    };
  }

  /** Streams of a type take turns. */
  next(type: string): JobStream | undefined {
    const streams = this.streams.get(type);
    const first = streams?.shift();
    if (first !== undefined) streams?.push(first);
    return first;
  }
}
