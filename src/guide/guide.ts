/** « Guide de procédures » made from what is deployed: HTML and PDF. */
import type { ReadModelQueries } from '../readmodel/read-model';
import type { DeployedProcedure } from './content';
import { renderInThread, type RenderRequest } from './render';

export interface Guide {
  html(): Promise<Buffer>;
  pdf(): Promise<Buffer>;
}

export interface GuideOptions {
  readonly queries: Pick<ReadModelQueries, 'processes' | 'process'>;
  readonly administration: string;
  readonly timeZone: string;
  readonly clock: () => Date;
}

export function createGuide({ queries, administration, timeZone, clock }: GuideOptions): Guide {
  async function procedures(): Promise<readonly DeployedProcedure[]> {
    const deployed = (await queries.processes()).filter(({ suspension }) => suspension === null);
    const detailed = await Promise.all(deployed.map(({ bpmnProcessId }) => queries.process(bpmnProcessId)));
    return detailed.flatMap((process) => {
      if (process === null) return [];
      const { bpmnProcessId, letter, version, deployedAt, bpmnXml } = process;
      return [{ bpmnProcessId, letter, version, deployedAt, bpmnXml }];
    });
  }

  async function render(format: RenderRequest['format']): Promise<Buffer> {
    const head = { administration, createdAt: clock(), timeZone };
    return renderInThread({ format, procedures: await procedures(), head });
  }

  return { html: () => render('html'), pdf: () => render('pdf') };
}
