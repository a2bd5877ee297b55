/** Follow-up commands that did not fit into their batch; each begins a batch of its own, in this order. */
import type { CommandEntry } from '../command-entry';
import { ColumnFamily, numberKey } from './column-family';
import { groupByNumber } from './indices';
import type { GroupIndex } from './indices';
import type { UndoLog } from './undo-log';

interface Spent {
  readonly count: number;
}

export class PendingCommandState {
  private readonly commands: ColumnFamily<number, CommandEntry>;
  private readonly order: GroupIndex<number, CommandEntry, string>;
  private readonly byCause: GroupIndex<number, CommandEntry, number>;
  private readonly spent: ColumnFamily<number, Spent>;
  readonly families: readonly [ColumnFamily<number, CommandEntry>, ColumnFamily<number, Spent>];

  constructor(undo: UndoLog) {
    this.commands = new ColumnFamily('pending-command', undo, numberKey);
    this.order = this.commands.index(groupByNumber(() => 'all'));
    this.byCause = this.commands.index(groupByNumber((command) => command.cause ?? command.position));
    this.spent = new ColumnFamily('command-cause', undo, numberKey);
    this.families = [this.commands, this.spent];
  }

  first(): CommandEntry | undefined {
    const position = this.order.first('all');
    return position === undefined ? undefined : this.commands.get(position);
  }

  put(command: CommandEntry): void {
    this.commands.put(command.position, command);
  }

  /** How many commands have followed from the one at that position, in the batches before. */
  spentBy(cause: number): number {
    return this.spent.get(cause)?.count ?? 0;
  }

  /** Forgotten when nothing is left to follow from it. */
  spend(cause: number, count: number): void {
    if (this.byCause.has(cause)) this.spent.put(cause, { count });
    else if (this.spent.get(cause) !== undefined) this.spent.delete(cause);
  }

  remove(position: number): void {
    this.commands.delete(position);
  }
}
