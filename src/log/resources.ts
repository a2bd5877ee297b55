/** Parses the resources of deployments before they enter the engine, and the stored ones at start. */
import { createHash } from 'node:crypto';
import { parseBpmn } from '../bpmn/parse';
import { parseDmn } from '../dmn';
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
  const described = { resourceName, checksum };
  if (/\.(bpmn|xml)$/.test(resourceName)) {
    return { ...described, parsed: await parseBpmn(bytes.toString('utf8'), resourceName) };
  }
  if (!resourceName.endsWith('.dmn')) return described;
  return { ...described, decisions: await parseDmn(bytes.toString('utf8')) };
}

/** Throws when a stored resource no longer parses: the engine cannot go on with its instances. */
export async function parseStoredResources(engine: Engine): Promise<void> {
  await parseStoredProcesses(engine);
  await parseStoredDecisions(engine);
}

async function parseStoredDecisions(engine: Engine): Promise<void> {
  for (const requirements of engine.view.decisions.allRequirements()) {
    const { checksum, resource, resourceName } = requirements;
    if (engine.models.findGraph(checksum) !== undefined) continue;
    const { decisions } = await parseResource({ resourceName, resource });
    if (decisions?.ok !== true) {
      const { decisionRequirementsId: id, decisionRequirementsVersion: version } = requirements;
      throw new Error(
        unreadable(`decision requirements '${id}' version ${version}`, decisions?.failure ?? ''),
      );
    }
    engine.models.addGraph(checksum, decisions.graph);
  }
}

async function parseStoredProcesses(engine: Engine): Promise<void> {
  for (const process of engine.view.processes.all()) {
    const { checksum, resource, resourceName } = process;
    if (engine.models.has(checksum)) continue;
    const { parsed } = await parseResource({ resourceName, resource });
    if (parsed?.ok !== true) {
      const errors = (parsed?.errors ?? []).map(({ message }) => message).join('; ');
      throw new Error(unreadable(`process '${process.bpmnProcessId}' version ${process.version}`, errors));
    }
    engine.models.add(checksum, parsed);
  }
}

function unreadable(what: string, why: string): string {
  return (
    `Expected the deployed ${what} to be readable, but: ${why}. A different version of this program deployed it: ` +
    'run that version.'
  );
}
