/** What could not be sent yet, on this device. */
export class DraftStore {
  constructor(private readonly draftId: string) {}

  private key(name: string): string {
    return `logigramme.atelier.${this.draftId}.${name}`;
  }

  keep(name: string, revision: number, content: string): void {
    try {
      localStorage.setItem(this.key(name), JSON.stringify({ revision, content }));
    } catch {
      // The device is full: the next save that arrives keeps the work.
    }
  }

  read(name: string, revision: number): string | null {
    const kept = localStorage.getItem(this.key(name));
    if (kept === null) return null;
    const found = JSON.parse(kept) as { revision: number; content: string };
    return found.revision === revision ? found.content : null;
  }

  forget(name: string): void {
    localStorage.removeItem(this.key(name));
  }
}
