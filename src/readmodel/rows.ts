/** How columns become view fields. */
import { z } from 'zod';

/** bigint comes as text. */
export const key = z.string();
export const optionalKey = z.string().nullable();
export const text = z
  .string()
  .nullable()
  .transform((value) => value ?? '');
export const optionalText = z.string().nullable();
export const count = z.coerce.number().int();
export const optionalAverage = z
  .union([z.string(), z.number()])
  .nullable()
  .transform((value) => (value === null ? null : Math.round(Number(value))));
/** bigint milliseconds → ISO 8601. */
export const time = z.string().transform((milliseconds) => new Date(Number(milliseconds)).toISOString());
export const optionalTime = time.nullable();
export const names = z
  .array(z.string())
  .nullable()
  .transform((value) => value ?? []);
export const jsonObject = z.record(z.string(), z.unknown());

const LARGEST = 9223372036854775807n;

/** Whether a text can be a key at all: what cannot need not be asked of the database. */
export function isKey(value: string): boolean {
  return /^\d{1,19}$/.test(value) && BigInt(value) <= LARGEST;
}

/** PostgreSQL's text cannot hold U+0000; nothing stored has it. */
export function parameter(value: string): string {
  return value.replaceAll('\u0000', '\ufffd');
}
