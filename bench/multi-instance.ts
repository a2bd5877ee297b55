/** One activity for many elements at once: what an element costs must not grow with their number. */
import { missing, startVariant } from './engine-process';
import { Load } from './load/load';
import type { Measurement, Variant } from './measurement';

const FEW = 1_000;
const MANY = 10_000;

async function measureOn(variant: Variant): Promise<{ readonly few: number; readonly many: number }> {
  const engine = await startVariant(variant);
  const load = Load.start(engine.address);
  const each = async (elements: number): Promise<number> =>
    (await load.ask({ do: 'multi-instance', elements })).elapsed / elements;
  try {
    await each(FEW);
    return { few: await each(FEW), many: await each(MANY) };
  } finally {
    await load.stop();
    await engine.stop();
  }
}

/** Without Zeebe, whose records do not hold so many elements at once. */
export async function measureMultiInstance(variants: readonly Variant[]): Promise<Measurement[]> {
  const few: Partial<Record<Variant, number>> = {};
  const growth: Partial<Record<Variant, number>> = {};
  for (const variant of variants) {
    if (variant === 'zeebe' || missing(variant) !== undefined) continue;
    const found = await measureOn(variant);
    few[variant] = found.few;
    growth[variant] = found.many / found.few;
  }
  return [
    { name: `multi-instance of ${FEW} elements, a job each`, unit: 'ms/element', values: few },
    {
      name: `multi-instance of ${MANY} elements: an element, of one of ${FEW}`,
      unit: 'share',
      values: growth,
    },
  ];
}
