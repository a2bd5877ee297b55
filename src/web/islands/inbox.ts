/** Tells that the inbox has changed; the reader decides when to refresh. */
import { readPageData } from './shared/page-data';

const everyMillis = 15_000;
const data = readPageData<{ signature: string }>();
const notice = document.getElementById('inbox-changed');

async function look(): Promise<void> {
  if (document.hidden || notice === null || !notice.hidden) return;
  const response = await fetch('/taches/etat', { redirect: 'manual' }).catch(() => null);
  if (!response?.ok) return;
  const { signature } = (await response.json()) as { signature: string };
  notice.hidden = signature === data.signature;
}

setInterval(() => void look(), everyMillis);
document.addEventListener('visibilitychange', () => void look());
