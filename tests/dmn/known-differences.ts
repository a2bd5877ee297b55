/** Differences to Zeebe that stay, by the name of the case; docs/conformance.md tells why. */
export const knownDifferences: Readonly<Record<string, string>> = {
  'rules without ids': 'Zeebe fails with a NullPointerException',
};
