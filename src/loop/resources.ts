/** Parses the resources of deployments before they enter the engine, and the stored ones at start. */
import { createHash } from 'node:crypto';
import { parseBpmn, parseDeployedBpmn } from '../bpmn/parse';
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

/** Enough for all procedures of a start, which deploys what is stored already. */
const MEMORY = 100;

async function parseResource(
  { resourceName, resource }: Resource,
  checksum: string,
): Promise<ParsedResource> {
  const bytes = Buffer.from(resource, 'base64');
  const described = { resourceName, checksum };
  if (/\.(bpmn|xml)$/.test(resourceName)) {
    return { ...described, parsed: await parseBpmn(bytes, resourceName) };
  }
  if (!resourceName.endsWith('.dmn')) return described;
  return { ...described, decisions: await parseDmn(bytes) };
}

/** Parses resources; what it parsed last it knows, by content and name. */
export class ResourceParser {
  private readonly known = new Map<string, Promise<ParsedResource>>();

  parseAll(resources: readonly Resource[]): Promise<ParsedResource[]> {
    return Promise.all(resources.map((resource) => this.parse(resource)));
  }

  parse(resource: Resource): Promise<ParsedResource> {
    const bytes = Buffer.from(resource.resource, 'base64');
    const checksum = createHash('md5').update(bytes).digest('base64');
    const id = `${checksum} ${resource.resourceName}`;
    const parsed = this.known.get(id) ?? parseResource(resource, checksum);
    this.remember(id, parsed);
    return parsed;
  }

  private remember(id: string, parsed: Promise<ParsedResource>): void {
    this.known.delete(id);
    this.known.set(id, parsed);
    const [oldest] = this.known.keys();
    if (this.known.size > MEMORY && oldest !== undefined) this.known.delete(oldest);
  }
}

/** Throws when a stored resource no longer parses: the engine cannot go on with its instances. */
export async function parseStoredResources(engine: Engine, parser: ResourceParser): Promise<void> {
  await parseStoredProcesses(engine, parser);
  await parseStoredDecisions(engine, parser);
}

async function parseStoredDecisions(engine: Engine, parser: ResourceParser): Promise<void> {
  for (const requirements of engine.view.decisions.allRequirements()) {
    const { checksum, resource, resourceName } = requirements;
    if (engine.models.findGraph(checksum) !== undefined) continue;
    const { decisions } = await parser.parse({ resourceName, resource });
    if (decisions?.ok !== true) {
      const { decisionRequirementsId: id, decisionRequirementsVersion: version } = requirements;
      throw new Error(
        unreadable(`decision requirements '${id}' version ${version}`, decisions?.failure ?? ''),
      );
    }
    engine.models.addGraph(checksum, decisions.graph);
  }
}

async function parseStoredProcesses(engine: Engine, parser: ResourceParser): Promise<void> {
  for (const process of engine.view.processes.all()) {
    const { checksum, resource, resourceName } = process;
    if (engine.models.has(checksum)) continue;
    const checked = (await parser.parse({ resourceName, resource })).parsed;
    const isRefusedNow = checked?.ok !== true;
    const parsed = isRefusedNow ? await parseDeployedBpmn(Buffer.from(resource, 'base64')) : checked;
    if (!parsed.ok) {
      const errors = parsed.errors.map(({ message }) => message).join('; ');
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
