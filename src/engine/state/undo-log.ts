/** Remembers what one command changed, so that a command that breaks leaves no trace. */
export class UndoLog {
  private readonly steps: (() => void)[] = [];

  /** `undo` restores exactly one change. */
  push(undo: () => void): void {
    this.steps.push(undo);
  }

  forget(): void {
    this.steps.length = 0;
  }

  rollback(): void {
    for (let step = this.steps.pop(); step !== undefined; step = this.steps.pop()) step();
  }
}
