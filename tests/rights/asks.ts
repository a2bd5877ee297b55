/** Does one line of the table as one person and says what came back. */
import { PASSWORD } from '../kit/program';
import type { Line } from './table';
import { people, sessionOf, type Role, type Things, type World } from './world';

const filled = (text: string, things: Things): string =>
  text.replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => things[name] ?? placeholder);

const fixed: Things = {
  article: 'ordinateur-portable',
  kind: 'fournisseurs',
  code: 'abidjan-informatique',
  folder: 'b-deploiement-materiel-informatique',
  procedure: 'deploiement-materiel-informatique',
};

/** The status; 303 to the sign-in page counts as 401. */
export type Ask = (line: Line, role: Role) => Promise<number>;

export async function asks(world: World): Promise<Ask> {
  const cookies = new Map<Role, string>();
  for (const [role, name] of Object.entries(people))
    if (name !== null) cookies.set(role as Role, await sessionOf(world.program.url, name));

  /** Lines that only read share one case. */
  const shared = {
    case: await world.things(),
    stuck: await world.stuck(),
    draft: await world.draft(),
    none: {},
  };
  const fresh = { case: world.things, stuck: world.stuck, draft: world.draft };

  async function thingsFor(line: Line): Promise<Things> {
    if (line.call.startsWith('GET') || line.needs === 'none') return { ...fixed, ...shared[line.needs] };
    return { ...fixed, ...(await fresh[line.needs]()) };
  }

  return async (line, role) => {
    const [method = '', target = ''] = line.call.split(' ');
    const things = await thingsFor(line);
    const isApi = target.startsWith('/api/');
    const name = people[role];
    const headers: Record<string, string> = {};
    if (name !== null && isApi)
      headers['authorization'] = `Basic ${Buffer.from(`${name}:${PASSWORD}`).toString('base64')}`;
    if (name !== null && !isApi) headers['cookie'] = cookies.get(role) ?? '';
    let body: string | undefined;
    if (line.body !== undefined) {
      const text = filled(JSON.stringify(line.body), things);
      const isJson = isApi || line.as === 'json';
      headers['content-type'] = isJson ? 'application/json' : 'application/x-www-form-urlencoded';
      body = isJson ? text : new URLSearchParams(JSON.parse(text) as Record<string, string>).toString();
    }
    const answer = await fetch(`${world.program.url}${filled(target, things)}`, {
      method,
      headers,
      redirect: 'manual',
      ...(body !== undefined && { body }),
    });
    const location = answer.headers.get('location') ?? '';
    await answer.body?.cancel();
    return location.startsWith('/connexion') ? 401 : answer.status;
  };
}
