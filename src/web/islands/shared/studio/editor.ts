/** An editor of one file in the studio. */
export interface Editor {
  /** Rejects with an Error whose message says what is wrong with the file. */
  open(content: string): Promise<void>;
  /** The file as it is now. */
  content(): Promise<string>;
  /** Shows and selects an element of the file, where it has such. */
  select(elementId: string): void;
  /** Buttons for the bar: name of the message → what it does. */
  readonly tools: Readonly<Record<string, () => void>>;
  destroy(): void;
}

export interface EditorHost {
  readonly canvas: HTMLElement;
  readonly panel: HTMLElement;
  readonly changed: () => void;
}

export type MakeEditor = (host: EditorHost) => Editor;

declare global {
  interface Window {
    /** Editors that come in bundles of their own, by the extension of their files. */
    logigrammeEditors?: Partial<Record<string, MakeEditor>>;
  }
}

export function registerEditor(extension: string, make: MakeEditor): void {
  window.logigrammeEditors = { ...window.logigrammeEditors, [extension]: make };
}
