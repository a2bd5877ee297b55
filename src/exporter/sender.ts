/** Posts a bulk and makes sure that every item of it was accepted. */
import { z } from 'zod';

const TIMEOUT_MILLIS = 30_000;

const answerShape = z.object({
  errors: z.boolean(),
  items: z.array(
    z.record(
      z.string(),
      z.object({ status: z.number(), error: z.object({ type: z.string(), reason: z.string() }).optional() }),
    ),
  ),
});

/** Rejects when the receiver cannot be reached, or refuses the bulk or an item of it. */
export type Sender = (body: string) => Promise<void>;

/** `url`: the receiver's root, http or https; user and password in it become HTTP Basic. */
export function createSender(url: string): Sender {
  const target = new URL(url);
  const { username, password } = target;
  target.username = '';
  target.password = '';
  target.pathname = `${target.pathname.replace(/\/+$/, '')}/_bulk`;
  const headers: Record<string, string> = { 'Content-Type': 'application/x-ndjson' };
  if (username !== '') {
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    headers['Authorization'] = `Basic ${Buffer.from(credentials).toString('base64')}`;
  }
  return async (body) => {
    const response = await fetch(target, {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.timeout(TIMEOUT_MILLIS),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(
        `Expected ${target.href} to accept the records, but it answered ${String(response.status)}: ` +
          `${text.slice(0, 300)}. Check EXPORT_URL and the receiver.`,
      );
    }
    const answer = answerShape.parse(JSON.parse(text));
    if (!answer.errors) return;
    const first = answer.items.flatMap((item) => Object.values(item)).find((item) => item.error);
    throw new Error(
      `Expected every record to be accepted, but one was not: ${first?.error?.reason ?? 'no reason'}`,
    );
  };
}
