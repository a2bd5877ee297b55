/**
 * A server that answers as MantisBT's REST interface does (api/rest of MantisBT 2: issues, projects, users), with the
 * outages that it can have. Issues are kept in memory; lists have the last changed first.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

export const MANTIS_TOKEN = 'jeton-4711';

interface Note {
  readonly text: string;
  readonly view_state: { readonly id: number; readonly name: string };
  readonly created_at: string;
}

export interface StoredIssue {
  readonly id: number;
  readonly summary: string;
  readonly description: string;
  readonly additional_information: string;
  readonly project: { readonly id: number; readonly name: string };
  readonly category: { readonly name: string };
  status: { id: number; name: string };
  resolution: { id: number; name: string };
  readonly notes: Note[];
  readonly created_at: string;
  updated_at: string;
}

/** What the next request meets. `afterwards`: it is done, and the answer gets lost. */
export type Fault =
  { readonly status: number; readonly headers?: Record<string, string> } | 'hang up' | 'afterwards';

export interface MantisServer {
  readonly url: string;
  readonly issues: readonly StoredIssue[];
  readonly requests: readonly string[];
  /** Faults of the next requests, in order. */
  readonly faults: Fault[];
  resolve(id: number, ...notes: readonly { text: string; private?: boolean }[]): void;
  /** Somebody else's issue. */
  add(summary: string, information?: string): StoredIssue;
  stop(): Promise<void>;
}

const PROJECT = { id: 7, name: 'SYDAM World' };
const STATUS = { new: 10, resolved: 80, closed: 90 } as const;
const posted = z.looseObject({
  summary: z.string().min(1).max(128),
  description: z.string().min(1),
  additional_information: z.string().default(''),
  project: z.looseObject({ name: z.string() }),
  category: z.looseObject({ name: z.string() }),
});
const patched = z.looseObject({ status: z.looseObject({ name: z.enum(['new', 'resolved', 'closed']) }) });

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  return text === '' ? undefined : JSON.parse(text);
}

/** `port`: unset: any. */
export async function startMantis(port = 0): Promise<MantisServer> {
  const issues: StoredIssue[] = [];
  const requests: string[] = [];
  const faults: Fault[] = [];
  let changes = 0;
  const time = () => new Date(Date.now() + (changes += 1)).toISOString();

  function add(summary: string, additional_information = '', description = 'x', category = 'General') {
    const at = time();
    const issue: StoredIssue = {
      id: issues.length + 4711,
      summary,
      description,
      additional_information,
      project: PROJECT,
      category: { name: category },
      status: { id: STATUS.new, name: 'new' },
      resolution: { id: 10, name: 'open' },
      notes: [],
      created_at: at,
      updated_at: at,
    };
    issues.push(issue);
    return issue;
  }

  function list(query: URLSearchParams): [number, object] {
    const project = Number(query.get('project_id') ?? 0);
    if (project !== 0 && project !== PROJECT.id)
      return [404, { message: `Project '${project}' doesn't exist` }];
    const [page, size] = [Number(query.get('page') ?? 1), Number(query.get('page_size') ?? 50)];
    const sorted = [...issues].sort((a, b) => b.updated_at.localeCompare(a.updated_at));
    return [200, { issues: sorted.slice((page - 1) * size, page * size) }];
  }

  function answer(method: string, path: string, query: URLSearchParams, body: unknown): [number, object] {
    if (method === 'GET' && path === '/users/me') return [200, { id: 3, name: 'logigramme' }];
    if (method === 'GET' && path === '/projects') return [200, { projects: [PROJECT] }];
    if (method === 'GET' && path === '/issues') return list(query);
    if (method === 'POST' && path === '/issues') {
      const made = posted.safeParse(body);
      if (!made.success) return [400, { message: 'Invalid issue', code: 11 }];
      const { summary, description, additional_information, project, category } = made.data;
      if (project.name !== PROJECT.name) return [400, { message: 'Project not specified', code: 11 }];
      return [201, { issue: add(summary, additional_information, description, category.name) }];
    }
    const issue = issues.find(({ id }) => path === `/issues/${id}`);
    if (issue === undefined) return [404, { message: 'Issue not found', code: 1100 }];
    if (method === 'PATCH') {
      const { name } = patched.parse(body).status;
      issue.status = { id: STATUS[name], name };
      issue.updated_at = time();
    }
    return [200, { issues: [issue] }];
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://mantis');
    const [method, path] = [request.method ?? '', pathname.replace(/^\/api\/rest/, '')];
    requests.push(`${method} ${path}`);
    const body = await bodyOf(request);
    const fault = faults.shift();
    if (fault === 'hang up') return void request.socket.destroy();
    if (typeof fault === 'object') return void response.writeHead(fault.status, fault.headers).end();
    if (request.headers.authorization !== MANTIS_TOKEN)
      return void response.writeHead(403, 'API token not found').end();
    const [status, result] = answer(method, path, searchParams, body);
    if (fault === 'afterwards') return void request.socket.destroy();
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(result));
  }

  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    issues,
    requests,
    faults,
    add: (summary, information) => add(summary, information),
    resolve(id, ...notes) {
      const issue = issues.find((one) => one.id === id);
      if (issue === undefined) throw new Error(`Expected the issue ${id}, but there is none`);
      for (const note of notes) {
        const name = note.private ? 'private' : 'public';
        issue.notes.push({
          text: note.text,
          view_state: { id: note.private ? 50 : 10, name },
          created_at: time(),
        });
      }
      issue.status = { id: STATUS.resolved, name: 'resolved' };
      issue.resolution = { id: 20, name: 'fixed' };
      issue.updated_at = time();
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
