/** The same cases in CI each time; `FUZZ_SEED` and `FUZZ_RUNS` choose others and more. */
export const fuzzRuns = (usual: number): { readonly seed: number; readonly numRuns: number } => ({
  seed: Number(process.env['FUZZ_SEED'] ?? 20_261_125),
  numRuns: Number(process.env['FUZZ_RUNS'] ?? usual),
});
