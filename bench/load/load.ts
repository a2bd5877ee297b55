/** The benchmark's side of the client's process. */
import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { codeRoot } from '../../src/config/root';
import type { FromLoad, LoadRequest, LoadResult } from './messages';

/** One request at a time. */
export class Load {
  private settle: ((message: FromLoad) => void) | undefined;
  private readonly exited: Promise<void>;

  private constructor(private readonly child: ChildProcess) {
    child.on('message', (message: FromLoad) => this.settle?.(message));
    this.exited = new Promise((resolve) => {
      child.once('exit', () => {
        this.settle?.({ failed: 'Expected the client to answer, but its process ended' });
        resolve();
      });
    });
  }

  static start(address: string): Load {
    return new Load(fork(path.join(codeRoot, 'bench/load/client.js'), [address]));
  }

  async ask(request: LoadRequest): Promise<LoadResult> {
    const answer = new Promise<FromLoad>((resolve) => {
      this.settle = resolve;
    });
    this.child.send(request);
    const message = await answer;
    if ('failed' in message) throw new Error(message.failed);
    return message.result;
  }

  async stop(): Promise<void> {
    if (this.child.connected) this.child.disconnect();
    await this.exited;
  }
}
