/** From the start of the engine's process until it serves, on a database that exists. */
import { makePlace, missing, startEngine, type Place } from './engine-process';
import { median, type Measurement, type Variant } from './measurement';
import { cpuMillis } from './process';

const STARTS = 3;

async function measureOn(place: Place): Promise<{ readonly wall: number; readonly cpu: number }> {
  await (await startEngine(place.settings)).stop();
  const wall: number[] = [];
  const cpu: number[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    const engine = await startEngine(place.settings);
    wall.push(engine.startedInMillis);
    cpu.push(cpuMillis([engine.pid]));
    await engine.stop();
  }
  return { wall: median(wall) / 1000, cpu: median(cpu) / 1000 };
}

export async function measureStart(variants: readonly Variant[]): Promise<Measurement[]> {
  const wall: Partial<Record<Variant, number>> = {};
  const cpu: Partial<Record<Variant, number>> = {};
  for (const variant of variants) {
    if (variant === 'zeebe' || missing(variant) !== undefined) continue;
    const place = await makePlace(variant);
    try {
      const found = await measureOn(place);
      wall[variant] = found.wall;
      cpu[variant] = found.cpu;
    } finally {
      await place.remove();
    }
  }
  const target = { of: 'value', atMost: 2 } as const;
  return [
    {
      name: 'later start of the engine, until it serves',
      unit: 's',
      values: wall,
      targets: { pglite: target, postgresql: target },
    },
    { name: 'CPU of a later start of the engine', unit: 's', values: cpu },
  ];
}
