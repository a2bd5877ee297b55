/** The rooms and arrows as a Mermaid flow chart, as docs/architecture.md holds it. */

const idOf = (room: string): string => room.replace(/^src\//, '').replaceAll('/', '_');

/** An arrow that others imply (a → b → c implies a → c) is left out, so that the picture can be read. */
function implied(from: string, to: string, boundaries: Readonly<Record<string, readonly string[]>>): boolean {
  const reach = (room: string, seen = new Set<string>()): Set<string> => {
    for (const next of boundaries[room] ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      reach(next, seen);
    }
    return seen;
  };
  return (boundaries[from] ?? []).some((between) => between !== to && reach(between).has(to));
}

export function architecturePicture(boundaries: Readonly<Record<string, readonly string[]>>): string {
  const nodes = Object.keys(boundaries).map((room) => `  ${idOf(room)}["${room}"]`);
  const arrows = Object.entries(boundaries).flatMap(([from, targets]) =>
    targets.filter((to) => !implied(from, to, boundaries)).map((to) => `  ${idOf(from)} --> ${idOf(to)}`),
  );
  return ['```mermaid', 'flowchart BT', ...nodes, ...arrows, '```'].join('\n');
}
