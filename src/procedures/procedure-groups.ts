/**
 * The actors of a procedure: every candidate group its user tasks name, whether or not a task exists yet, and every
 * lane by the slug of its name (« GS » is `gs`), as a lane may hold only automatic steps, and every group that it
 * gives to a circuit (`{groupe: "dsi", …}`, or the input `groupe…`).
 */

const LANE = /<(?:\w+:)?lane\b[^>]*?\bname="([^"]*)"/g;
const ASSIGNMENT = /<(?:\w+:)?assignmentDefinition\b[^>]*?\bcandidateGroups="([^"]*)"/g;

/** In an input mapping, quotes escaped or not. */
const GIVEN =
  /\bgroupe: *(?:&quot;|&#34;|")([a-z0-9-]+)|<(?:\w+:)?input source="=(?:&quot;|&#34;)([a-z0-9-]+)(?:&quot;|&#34;)" target="groupe\w*"/g;

/**
 * `dsi, cb-bit` lists names; `=["dsi", "cb-bit"]` (FEEL, quotes escaped in XML) names them as string literals, a
 * FEEL expression without literals names nobody here.
 */
function groupsOf(attribute: string): readonly string[] {
  const text = attribute.replaceAll('&quot;', '"').replaceAll('&#34;', '"').trim();
  if (!text.startsWith('=')) return text.split(',').map((name) => name.trim());
  return [...text.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? '');
}

function slug(name: string): string {
  const ascii = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return ascii.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
}

/** `<zeebe:header key="candidateGroups" value="gs" />`: who does a service task by hand. */
const BY_HAND = /<(?:\w+:)?header\b(?=[^>]*?\bkey="candidateGroups")[^>]*?\bvalue="([^"]*)"/g;

/** Groups that the diagram gives tasks to, by name. */
export function assignedGroups(bpmnXml: string): readonly string[] {
  const named = [...bpmnXml.matchAll(ASSIGNMENT), ...bpmnXml.matchAll(BY_HAND)];
  const found = [
    ...named.flatMap((match) => groupsOf(match[1] ?? '')),
    ...[...bpmnXml.matchAll(GIVEN)].map((match) => match[1] ?? match[2] ?? ''),
  ];
  return [...new Set(found.filter((name) => name !== ''))].sort();
}

export function procedureGroups(bpmnXml: string): readonly string[] {
  const names = [
    ...assignedGroups(bpmnXml),
    ...[...bpmnXml.matchAll(LANE)].map((match) => slug(match[1] ?? '')),
  ];
  return [...new Set(names.filter((name) => name !== ''))].sort();
}
