import { Severity } from '../../forms/checks';
import { eachElement } from './rule';

/** Told: programs of others may do it through the gateway. */
export const noWorker = eachElement('no-worker', Severity.TOLD, async ({ jobType, type }, around) =>
  jobType === null || type === 'userTask' || (await around.hasWorker(jobType))
    ? null
    : `Aucun automate de ce service ne fait « ${jobType} » : sans un programme qui s’en charge, les dossiers attendraient ici.`,
);
