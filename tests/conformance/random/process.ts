/** Random block-structured processes: every block has one entry and one exit. */
import { bpmn, error, escalation, message, signal, withOwnIds, type BpmnFile } from '../../engine/kit/bpmn';
import { Random } from './random';
import { scope } from './blocks';

export interface RandomProcess {
  /** Of seed 7: `rnd7`; every other id that crosses processes begins so. */
  readonly id: string;
  readonly files: readonly BpmnFile[];
  readonly messages: readonly string[];
  readonly signals: readonly string[];
}

export const ERROR_CODES = ['E1', 'E2'] as const;

/** What the blocks of one file are made with. */
export class Builder {
  readonly messages: string[] = [];
  readonly called: BpmnFile[] = [];
  private count = 0;

  constructor(
    readonly random: Random,
    readonly id: string,
    readonly signals: readonly string[],
    /** Leaves that may still be made. */
    public budget: number,
    readonly mayCall: boolean,
  ) {}

  private associations: string[] = [];

  /** Artifacts come after the elements of their scope. */
  associate(association: string): void {
    this.associations.push(association);
  }

  /** The elements of one scope, then its artifacts. */
  scoped(build: () => string): string {
    const outer = this.associations;
    this.associations = [];
    const xml = build() + this.associations.join('');
    this.associations = outer;
    return xml;
  }

  newId(prefix: string): string {
    this.count += 1;
    return `${prefix}${this.count}`;
  }

  /** Id of a message of its own. */
  newMessage(): string {
    const name = `${this.id}_m${this.messages.length + 1}`;
    this.messages.push(name);
    return `msg${this.messages.length}`;
  }

  signal(): string {
    return `sig${this.random.below(this.signals.length) + 1}`;
  }

  call(): string {
    const child = new Builder(this.random, `${this.id}_c${this.called.length + 1}`, this.signals, 3, false);
    this.called.push(child.file());
    this.messages.push(...child.messages.map(() => ''));
    this.calledMessages.push(...child.messages);
    return child.id;
  }

  readonly calledMessages: string[] = [];

  file(): BpmnFile {
    const body = scope(this, 0);
    const roots = [
      ...this.messages.map((name, index) => (name === '' ? '' : message(`msg${index + 1}`, name, '=key'))),
      ...this.signals.map((name, index) => signal(`sig${index + 1}`, name)),
      ...ERROR_CODES.map((code) => error(`err${code}`, code)),
      ...ERROR_CODES.map((code) => escalation(`esc${code}`, code)),
    ];
    return bpmn(this.id, body, roots.join(''));
  }
}

export function randomProcess(seed: number): RandomProcess {
  const random = new Random(seed);
  const id = `rnd${seed}`;
  const signals = [`${id}_s1`, `${id}_s2`];
  const builder = new Builder(random, id, signals, 2 + random.below(9), true);
  const file = withOwnIds(() => builder.file());
  const messages = [...builder.messages.filter((name) => name !== ''), ...builder.calledMessages];
  return { id, files: [...builder.called, file], messages, signals };
}
