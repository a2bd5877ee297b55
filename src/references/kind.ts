/** A kind of reference data: one file of kinds/, from which its pages, its API and its checks are made. */

/** A form-js field without its id. `key` names the value; labels are French, as in the forms of the procedures. */
export interface ReferenceField {
  readonly key: string;
  readonly label: string;
  readonly type: 'textfield' | 'textarea' | 'number' | 'radio' | 'select' | 'date' | 'time' | 'reference';
  readonly description?: string;
  readonly required?: boolean;
  /** `email`, or a regular expression with what it asks for in words. */
  readonly format?: 'email' | { readonly pattern: string; readonly says: string };
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly { readonly value: string | boolean; readonly label: string }[];
  /** Of a `reference`: the kind whose items may be chosen. */
  readonly kind?: string;
  /** Shown in the list. */
  readonly inList?: boolean;
}

export interface ReferenceKind {
  /** In addresses and in the API. */
  readonly slug: string;
  readonly plural: string;
  readonly singular: string;
  /** One sentence: what it is for. */
  readonly lead: string;
  /** Groups that may change it, beside administrators and process owners. */
  readonly editors: readonly string[];
  /** Who may see it: every account, or those who keep it and those who follow all cases. */
  readonly readers: 'everyone' | 'keepers';
  /** The first one names the item. */
  readonly fields: readonly ReferenceField[];
  /** The list as a document: its template, and the fields by which its lines are in order. */
  readonly document?: { readonly template: string; readonly sortedBy: readonly string[] };
  /** Where the code follows from the values; absent: people choose it. */
  codeOf?(values: Readonly<Record<string, unknown>>): string;
}

export const YES_NO = [
  { value: true, label: 'Oui' },
  { value: false, label: 'Non' },
] as const;
