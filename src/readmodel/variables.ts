/** Variables of an instance, and those that an element instance sees. */
import type { Knex } from 'knex';
import { z } from 'zod';
import { parseJson } from '../json';
import { isKey, key } from './rows';
import type { VariableView } from './views';

const row = z.object({ name: z.string(), value: z.string(), scope_key: key });

/** A stored value is JSON text; should it not be, it is shown as it is. */
function valueOf(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

/** Of every scope, by name; the instance's own before local ones. */
export async function listVariables(
  knex: Knex,
  processInstanceKey: string,
): Promise<readonly VariableView[]> {
  if (!isKey(processInstanceKey)) return [];
  const found: unknown[] = await knex('rm_variable')
    .where({ process_instance_key: processInstanceKey })
    .orderBy(['name', 'scope_key']);
  return found.map((one) => {
    const variable = row.parse(one);
    return { name: variable.name, value: valueOf(variable.value), scopeKey: variable.scope_key };
  });
}

const visible = `
  WITH RECURSIVE scope (key, parent, depth) AS (
    SELECT key, flow_scope_key, 0 FROM rm_element_instance WHERE key = :elementInstanceKey
    UNION ALL
    SELECT scope.parent, element.flow_scope_key, scope.depth + 1
    FROM scope LEFT JOIN rm_element_instance element ON element.key = scope.parent
    WHERE scope.parent IS NOT NULL AND scope.depth < 100
  )
  SELECT DISTINCT ON (variable.name) variable.name, variable.value, variable.scope_key
  FROM scope JOIN rm_variable variable ON variable.scope_key = scope.key
  ORDER BY variable.name, scope.depth`;

/** What an expression at this element would see: the innermost scope wins. */
export async function visibleVariables(
  knex: Knex,
  elementInstanceKey: string,
): Promise<Readonly<Record<string, unknown>>> {
  const { rows } = await knex.raw<{ rows: unknown[] }>(visible, { elementInstanceKey });
  return Object.fromEntries(
    rows.map((one) => row.parse(one)).map((variable) => [variable.name, valueOf(variable.value)]),
  );
}
