import { TestEngine } from './test-engine';

async function runOn(engine: TestEngine, run: () => Promise<void> | void): Promise<void> {
  try {
    await run();
    await engine.restart();
  } catch (error) {
    if (error instanceof Error) error.message += `\n\nRecords:\n${engine.trace()}`;
    throw error;
  }
}

/** A test on a fresh engine, which is restarted at the end. When it fails, the error carries the record trace. */
export function scenario(name: string, run: (engine: TestEngine) => Promise<void> | void): void {
  test(name, () => {
    const engine = new TestEngine();
    return runOn(engine, () => run(engine));
  });
}

scenario.each = <T>(
  rows: readonly T[],
  name: (row: T) => string,
  run: (engine: TestEngine, row: T) => Promise<void> | void,
): void => {
  for (const row of rows) scenario(name(row), (engine) => run(engine, row));
};
