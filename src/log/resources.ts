/** Parses the resources of deployments before they enter the engine, and the stored ones at start. */
import { createHash } from 'node:crypto';
import { parseBpmn } from '../bpmn/parse';
import type { ClientCommand } from '../engine/api';
import type { Engine } from '../engine/engine';
import type { ParsedResource } from '../engine/processors/command-processor';

interface Resource {
  readonly resourceName: string;
  /** Base64. */
  readonly resource: string;
}

export function resourcesOf(command: ClientCommand): readonly Resource[] | undefined {
  if (command.valueType !== 'DEPLOYMENT') return undefined;
  return (command.value['resources'] ?? []) as readonly Resource[];
}

export function parseResources(resources: readonly Resource[]): Promise<ParsedResource[]> {
  return Promise.all(resources.map(parseResource));
}

async function parseResource({ resourceName, resource }: Resource): Promise<ParsedResource> {
  const bytes = Buffer.from(resource, 'base64');
  const checksum = createHash('md5').update(bytes).digest('base64');
  if (!/\.(bpmn|xml)$/.test(resourceName)) return { resourceName, checksum };
  return { resourceName, checksum, parsed: await parseBpmn(bytes.toString('utf8'), resourceName) };
}

/** Throws when a stored process no longer parses: the engine cannot go on with its instances. */
export async function parseStoredProcesses(engine: Engine): Promise<void> {
  for (const process of engine.view.processes.all()) {
    const { checksum, resource, resourceName } = process;
    if (engine.models.has(checksum)) continue;
    const { parsed } = await parseResource({ resourceName, resource });
    if (parsed?.ok !== true) {
      const errors = (parsed?.errors ?? []).map(({ message }) => message).join('; ');
      throw new Error(
        `Expected the deployed process '${process.bpmnProcessId}' version ${process.version} to be readable, ` +
          `but: ${errors}. A different version of this program deployed it: run that version.`,
      );
    }
    engine.models.add(checksum, parsed);
  }
}
