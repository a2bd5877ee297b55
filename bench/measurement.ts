/** What a benchmark finds, and how it is shown: one line a measurement, one column a variant. */

/** Which engine ran, and on what: the embedded one on PGlite or on PostgreSQL, or a real Zeebe. */
export type Variant = 'pglite' | 'postgresql' | 'zeebe';
export const VARIANTS: readonly Variant[] = ['pglite', 'postgresql', 'zeebe'];

/** A bound of the value itself, or of its ratio to Zeebe's in the same run. */
export interface Target {
  readonly of: 'value' | 'ratio';
  readonly atLeast?: number;
  readonly atMost?: number;
}

export interface Measurement {
  readonly name: string;
  readonly unit: string;
  readonly values: Readonly<Partial<Record<Variant, number>>>;
  readonly targets?: Readonly<Partial<Record<Variant, Target>>>;
}

/** `share` of 1: the smallest value that so many are not above. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Three digits that say something. */
function digits(value: number): string {
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return value.toPrecision(3);
}

function ratio({ values }: Measurement, variant: Variant): number | undefined {
  const { zeebe, [variant]: value } = values;
  return value === undefined || zeebe === undefined || variant === 'zeebe' ? undefined : value / zeebe;
}

function judge(measurement: Measurement, variant: Variant): string {
  const target = measurement.targets?.[variant];
  const value = target?.of === 'ratio' ? ratio(measurement, variant) : measurement.values[variant];
  if (target === undefined || value === undefined) return '';
  const times = target.of === 'ratio' ? '×' : '';
  const met = value >= (target.atLeast ?? -Infinity) && value <= (target.atMost ?? Infinity);
  const bound = target.atLeast === undefined ? `≤ ${times}${target.atMost}` : `≥ ${times}${target.atLeast}`;
  return `${variant} ${bound} ${met ? 'met' : 'MISSED'}`;
}

function line(measurement: Measurement): string[] {
  const cells = VARIANTS.map((variant) => {
    const value = measurement.values[variant];
    if (value === undefined) return '';
    const times = ratio(measurement, variant);
    return digits(value) + (times === undefined ? '' : ` (×${digits(times)})`);
  });
  const judged = VARIANTS.map((variant) => judge(measurement, variant)).filter((text) => text !== '');
  return [measurement.name, measurement.unit, ...cells, judged.join(', ')];
}

export function table(measurements: readonly Measurement[]): string {
  const all = [['', 'unit', ...VARIANTS, 'targets'], ...measurements.map(line)];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  const last = widths.length - 1;
  const pad = (text: string, column: number): string =>
    column < 2 || column === last ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  return all.map((row) => row.map(pad).join('  ').trimEnd()).join('\n');
}
