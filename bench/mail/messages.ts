/** What the benchmark asks of the process that sends, and what it hears. */

export interface SenderPlace {
  readonly databaseUrl?: string;
  readonly dataDir: string;
  readonly smtpUrl: string;
}

export interface SenderRequest {
  /** `direct`: without the outbox. `fill`: writes mails. `send`: sends what is written. */
  readonly do: 'direct' | 'fill' | 'send';
  readonly mails: number;
}

export type FromSender = { readonly millis: number } | { readonly failed: string };

export type FromWorker = { readonly overheads: readonly number[] } | { readonly failed: string };
