/** Follow-up commands that did not fit into their batch; each begins a batch of its own, in this order. */
import type { CommandEntry } from '../command-entry';
import { ColumnFamily, numberKey } from './column-family';
import { groupByNumber } from './indices';
import type { GroupIndex } from './indices';
import type { UndoLog } from './undo-log';

export class PendingCommandState {
  private readonly commands: ColumnFamily<number, CommandEntry>;
  private readonly order: GroupIndex<number, CommandEntry, string>;
  readonly families: readonly [ColumnFamily<number, CommandEntry>];

  constructor(undo: UndoLog) {
    this.commands = new ColumnFamily('pending-command', undo, numberKey);
    this.order = this.commands.index(groupByNumber(() => 'all'));
    this.families = [this.commands];
  }

  first(): CommandEntry | undefined {
    const position = this.order.first('all');
    return position === undefined ? undefined : this.commands.get(position);
  }

  put(command: CommandEntry): void {
    this.commands.put(command.position, command);
  }

  remove(position: number): void {
    this.commands.delete(position);
  }
}
