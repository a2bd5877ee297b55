/**
 * One activity for many elements at once: what an element costs must not grow with their number. Where the results are
 * collected, it does: as Zeebe's, a record holds the whole list so far.
 */
import { missing, startVariant } from './engine-process';
import { Load } from './load/load';
import type { Measurement, Variant } from './measurement';

const FEW = 1_000;
const MANY = 10_000;

/** Milliseconds an element. */
interface Found {
  readonly few: number;
  readonly many: number;
}

const KINDS = [
  { collects: false, name: 'multi-instance' },
  { collects: true, name: 'multi-instance with a list of results' },
] as const;

async function measureOn(variant: Variant): Promise<Found[]> {
  const engine = await startVariant(variant);
  const load = Load.start(engine.address);
  const each = async (elements: number, collects: boolean): Promise<number> =>
    (await load.ask({ do: 'multi-instance', elements, collects })).elapsed / elements;
  try {
    const found: Found[] = [];
    for (const { collects } of KINDS) {
      await each(FEW, collects);
      found.push({ few: await each(FEW, collects), many: await each(MANY, collects) });
    }
    return found;
  } finally {
    await load.stop();
    await engine.stop();
  }
}

/** Without Zeebe, whose records do not hold so many elements at once. */
export async function measureMultiInstance(variants: readonly Variant[]): Promise<Measurement[]> {
  const found = new Map<Variant, Found[]>();
  for (const variant of variants) {
    if (variant === 'zeebe' || missing(variant) !== undefined) continue;
    found.set(variant, await measureOn(variant));
  }
  const values = (kind: number, of: (one: Found) => number): Measurement['values'] =>
    Object.fromEntries([...found].map(([variant, kinds]) => [variant, of(kinds[kind] as Found)]));
  return KINDS.flatMap(({ name }, kind) => [
    {
      name: `${name}, ${FEW} elements, a job each`,
      unit: 'ms/element',
      values: values(kind, ({ few }) => few),
    },
    {
      name: `${name}, ${MANY} elements: an element, of one of ${FEW}`,
      unit: 'share',
      values: values(kind, ({ few, many }) => many / few),
    },
  ]);
}
