import { parseBpmn } from '../../../bpmn';
import type { Found, Rule } from '../context';
import { inFrench } from '../engine-words';

/** What the engine would refuse at deployment. */
export const rule: Rule = {
  name: 'engine',
  severity: 'ERROR',
  async check({ diagrams }) {
    const found = await Promise.all(
      diagrams.map(async ({ file, xml }): Promise<readonly Found[]> => {
        const parsed = await parseBpmn(xml, file);
        if (parsed.ok) return [];
        return parsed.errors.map(({ elementId, message }) => ({
          file,
          elementId: elementId === '' ? null : elementId,
          text: inFrench(message),
          why: 'Le moteur refuserait la publication.',
        }));
      }),
    );
    return found.flat();
  },
};
