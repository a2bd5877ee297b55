/**
 * What walks have learned of how far from its end a case is. The diagram alone cannot tell: a called procedure that
 * fails soon is at its own end soon, but may send its caller back to where it began.
 *
 * Each time a case comes to a task, the way that brought it there counts one task more than the best way on from it
 * (learning real-time A*: Korf, 1990). Who always takes the best way leaves every loop: each turn makes it look longer.
 */

/** Where a filled form leads: `name` tells it from the other ways out of the same task. */
export interface WayOut {
  readonly name: string;
  /** Tasks to the end at least, for who has never been there. */
  readonly guess: number;
}

export class Experience {
  /** Task → its ways out → tasks to the end of the case. */
  private readonly left = new Map<string, Map<string, number>>();
  /** Case → the way that it took last. */
  private readonly last = new Map<string, { readonly task: string; readonly name: string }>();
  private readonly done = new Map<string, number>();

  /** Tasks that a case has behind it. */
  doneBy(caseKey: string): number {
    return this.done.get(caseKey) ?? 0;
  }

  /** A case is at a task, and could take these ways. Tasks to its end by each of them. */
  arrive(caseKey: string, task: string, ways: readonly WayOut[]): readonly number[] {
    const known = this.left.get(task) ?? new Map<string, number>();
    this.left.set(task, known);
    for (const { name, guess } of ways) if (!known.has(name)) known.set(name, guess);
    const left = ways.map(({ name, guess }) => known.get(name) ?? guess);
    const before = this.last.get(caseKey);
    if (before !== undefined) this.left.get(before.task)?.set(before.name, 1 + Math.min(...left));
    return left;
  }

  leave(caseKey: string, task: string, name: string): void {
    this.last.set(caseKey, { task, name });
    this.done.set(caseKey, this.doneBy(caseKey) + 1);
  }
}
