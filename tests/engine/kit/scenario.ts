import { TestEngine } from './test-engine';

/** A test on a fresh engine. When it fails, the error carries the record trace. */
export function scenario(name: string, run: (engine: TestEngine) => Promise<void> | void): void {
  test(name, async () => {
    const engine = new TestEngine();
    try {
      await run(engine);
      await engine.restart();
    } catch (error) {
      if (error instanceof Error) error.message += `\n\nRecords:\n${engine.trace()}`;
      throw error;
    }
  });
}
