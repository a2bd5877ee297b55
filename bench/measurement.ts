/** What a benchmark finds, and how it is shown. */

/** Which engine ran under the program. A real Zeebe's column comes beside the embedded engine's where one is measured. */
export type Engine = 'embedded' | 'zeebe';

export interface Measurement {
  readonly name: string;
  readonly engine: Engine;
  readonly value: number;
  readonly unit: 'ms' | 's' | 'MB';
  /** What it should stay below, in the same unit. */
  readonly target?: number;
}

/** `share` of 1: the smallest value that so many are not above. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

function cell({ value, unit }: Measurement): string {
  return `${value.toFixed(unit === 's' ? 1 : 0)} ${unit}`;
}

/** One line a measurement, one column an engine. */
export function table(measurements: readonly Measurement[]): string {
  const engines = [...new Set(measurements.map(({ engine }) => engine))];
  const names = [...new Set(measurements.map(({ name }) => name))];
  const rows = names.map((name) => {
    const ofName = measurements.filter((one) => one.name === name);
    const target = ofName.find((one) => one.target !== undefined);
    const values = engines.map((engine) => ofName.find((one) => one.engine === engine));
    const worst = Math.max(...ofName.map(({ value }) => value));
    const limit = target?.target === undefined ? '' : `< ${target.target} ${target.unit}`;
    const judged = target?.target === undefined ? '' : worst < target.target ? 'met' : 'MISSED';
    return [name, ...values.map((one) => (one ? cell(one) : '')), limit, judged];
  });
  const all = [['', ...engines, 'target', ''], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  return all
    .map((row) =>
      row
        .map((text, column) =>
          column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
