/** The log as a table for spreadsheets: UTF-8 with its mark, semicolons as French spreadsheets expect. */
import type { AuditEntry } from './entry';

const columns = ['position', 'at', 'actor', 'action', 'outcome', 'subject', 'processInstanceKey'] as const;

export const CSV_HEAD = `\ufeff${[...columns, 'details', 'hash'].join(';')}\r\n`;

/** Quoted where needed; what a spreadsheet would take for a formula begins with an apostrophe. */
function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[;"\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvLine(entry: AuditEntry): string {
  const values = columns.map((column) => entry[column] ?? '');
  return `${[...values, JSON.stringify(entry.details), entry.hash].map(cell).join(';')}\r\n`;
}
