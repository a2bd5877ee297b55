import { StartError } from '../../errors/start-error';

/**
 * How the rows of a family are written, by number: 1 is what programs before 0.2.0 wrote. A family whose rows change
 * their shape gets one step more; rows of before are upgraded as they are loaded, and stored anew when they change.
 */
export interface RowFormat {
  /** Of the rows that this program writes. */
  readonly current: number;
  /** The step at index 0 takes a row of format 1 to format 2, and so on. */
  readonly steps: readonly ((row: unknown) => unknown)[];
}

export function rowFormat(...steps: RowFormat['steps']): RowFormat {
  return { current: steps.length + 1, steps };
}

export const firstFormat = rowFormat();

/** The database holds state that this program cannot read. */
export class UnknownStateError extends StartError {
  override readonly name = 'UnknownStateError';
  constructor(expected: string, found: string) {
    super(
      `Expected engine state of ${expected}, but the database has ${found}: a later version of this program has ` +
        'written it. Start that version, or restore a backup made before it.',
    );
  }
}

interface FormattedRow {
  readonly family: string;
  readonly key: string;
  readonly format: number;
  readonly value: unknown;
}

/** The value in the present format. */
export function upgraded(
  { current, steps }: RowFormat,
  { family, key, format, value }: FormattedRow,
): unknown {
  if (format === current) return value;
  if (!Number.isInteger(format) || format < 1 || format > current) {
    throw new UnknownStateError(
      `family '${family}' in format ${String(current)} or before`,
      `row '${key}' of it in format ${String(format)}`,
    );
  }
  return steps.slice(format - 1).reduce((row, step) => step(row), value);
}
