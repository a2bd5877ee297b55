import { Severity } from '../../forms/checks';
import { eachElement } from './rule';

export const unknownProcedure = eachElement(
  'unknown-procedure',
  Severity.REFUSED,
  async ({ calledProcess }, around) =>
    calledProcess === null || (await around.hasProcess(calledProcess))
      ? null
      : `La procédure appelée « ${calledProcess} » n’est pas déployée. Déployez-la avant ou avec celle-ci, ou corrigez son identifiant.`,
);
