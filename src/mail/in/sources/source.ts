/** What a source of mails hands over, and to whom. */

export interface ReceivedMail {
  readonly source: 'IMAP' | 'SMTP';
  /** The whole mail, or its head when it is larger than what is read. */
  readonly raw: Buffer;
  readonly size: number;
  readonly envelope: {
    /** '' for the empty return path; null when unknown. */
    readonly returnPath: string | null;
    readonly recipients: readonly string[];
  };
}

/** Resolves once the mail is kept: only then is the server told so. */
export type ReceiveMail = (mail: ReceivedMail) => Promise<void>;

export interface RunningSource {
  stop(): Promise<void>;
}
