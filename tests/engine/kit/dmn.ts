/** DMN files for tests, built from short descriptions. */

export interface DmnFile {
  readonly name: string;
  readonly content: string;
}

interface Column {
  readonly name?: string;
  readonly label?: string;
  readonly type?: string;
  /** Allowed values, which give PRIORITY and OUTPUT ORDER their order. */
  readonly values?: string;
  /** What an output is when no rule matches. */
  readonly fallback?: string;
}

export interface Table {
  /** FEEL expressions, or with a label. */
  readonly inputs: readonly (string | { readonly expression: string; readonly label?: string })[];
  readonly outputs: readonly (string | Column)[];
  readonly hit?: string;
  readonly aggregation?: string;
  /** Input entries, then output entries. */
  readonly rules: readonly (readonly string[])[];
}

const NAMESPACE = 'https://www.omg.org/spec/DMN/20191111/MODEL/';

export function dmn(
  id: string,
  elements: string,
  { name = id, namespace = NAMESPACE, model = 'http://camunda.org/schema/1.0/dmn' } = {},
): DmnFile {
  const content =
    `<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="${namespace}" ` +
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" ' +
    `id="${id}" name="${name}" namespace="${model}">\n${elements}\n</definitions>\n`;
  return { name: `${id}.dmn`, content };
}

export interface DecisionOptions {
  readonly name?: string;
  readonly variable?: string;
  readonly type?: string;
  readonly requires?: readonly string[];
  readonly knows?: readonly string[];
  readonly tag?: string;
}

export function decision(id: string, logic: string, options: DecisionOptions = {}): string {
  const { name = `Decision ${id}`, requires = [], knows = [], type, variable, tag } = options;
  const typed = type === undefined ? '' : ` typeRef="${type}"`;
  const isNamed = variable !== undefined || type !== undefined;
  const tagged =
    tag === undefined ? '' : `<extensionElements><zeebe:versionTag value="${tag}" /></extensionElements>`;
  return (
    `<decision id="${id}" name="${name}">${tagged}` +
    (isNamed ? `<variable id="v_${id}" name="${variable ?? id}"${typed} />` : '') +
    requires
      .map(
        (other) =>
          `<informationRequirement id="i_${id}_${other}"><requiredDecision href="#${other}" /></informationRequirement>`,
      )
      .join('') +
    knows
      .map(
        (other) =>
          `<knowledgeRequirement id="k_${id}_${other}"><requiredKnowledge href="#${other}" /></knowledgeRequirement>`,
      )
      .join('') +
    `${logic}</decision>`
  );
}

export function literal(expression: string): string {
  return `<literalExpression><text>${escape(expression)}</text></literalExpression>`;
}

export function table(id: string, { inputs, outputs, hit, aggregation, rules }: Table): string {
  const policy = hit === undefined ? '' : ` hitPolicy="${hit}"`;
  const aggregated = aggregation === undefined ? '' : ` aggregation="${aggregation}"`;
  return (
    `<decisionTable id="t_${id}"${policy}${aggregated}>` +
    inputs.map((column, index) => inputOf(`${id}_i${index + 1}`, column)).join('') +
    outputs.map((column, index) => outputOf(`${id}_o${index + 1}`, column)).join('') +
    rules.map((cells, index) => ruleOf(`${id}_r${index + 1}`, cells, inputs.length)).join('') +
    '</decisionTable>'
  );
}

export function knowledge(
  id: string,
  parameters: readonly string[],
  logic: string,
  options: DecisionOptions = {},
): string {
  const { name = id, knows = [] } = options;
  const formal = parameters.map((parameter) => {
    const [parameterName = '', type] = parameter.split(':');
    return `<formalParameter name="${parameterName}"${type === undefined ? '' : ` typeRef="${type}"`} />`;
  });
  return (
    `<businessKnowledgeModel id="${id}" name="${name}">` +
    `<encapsulatedLogic>${formal.join('')}${logic}</encapsulatedLogic>` +
    knows
      .map(
        (other) =>
          `<knowledgeRequirement id="k_${id}_${other}"><requiredKnowledge href="#${other}" /></knowledgeRequirement>`,
      )
      .join('') +
    '</businessKnowledgeModel>'
  );
}

export function invocation(called: string, bindings: Readonly<Record<string, string>>): string {
  const bound = Object.entries(bindings).map(
    ([name, expression]) => `<binding><parameter name="${name}" />${literal(expression)}</binding>`,
  );
  return `<invocation>${literal(called)}${bound.join('')}</invocation>`;
}

/** An entry without a name is the result. */
export function context(...entries: readonly (readonly [string, string])[]): string {
  const made = entries.map(
    ([name, logic]) =>
      `<contextEntry>${name === '' ? '' : `<variable name="${name}" />`}${logic}</contextEntry>`,
  );
  return `<context>${made.join('')}</context>`;
}

export function list(...items: readonly string[]): string {
  return `<list>${items.join('')}</list>`;
}

export function relation(columns: readonly string[], ...rows: readonly (readonly string[])[]): string {
  const named = columns.map((name) => `<column name="${name}" />`);
  return `<relation>${named.join('')}${rows.map((row) => `<row>${row.map((cell) => literal(cell)).join('')}</row>`).join('')}</relation>`;
}

function inputOf(id: string, column: Table['inputs'][number]): string {
  const { expression, label } =
    typeof column === 'string' ? { expression: column, label: undefined } : column;
  const labelled = label === undefined ? '' : ` label="${label}"`;
  return `<input id="${id}"${labelled}><inputExpression id="${id}e"><text>${escape(expression)}</text></inputExpression></input>`;
}

function outputOf(id: string, column: string | Column): string {
  const { name, label, type, values, fallback }: Column =
    typeof column === 'string' ? { name: column } : column;
  const attributes = Object.entries({ name, label, typeRef: type })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${value}"`);
  return (
    `<output id="${id}"${attributes.join('')}>` +
    (values === undefined ? '' : `<outputValues id="${id}v"><text>${escape(values)}</text></outputValues>`) +
    (fallback === undefined
      ? ''
      : `<defaultOutputEntry id="${id}d"><text>${escape(fallback)}</text></defaultOutputEntry>`) +
    '</output>'
  );
}

function ruleOf(id: string, cells: readonly string[], inputs: number): string {
  const entries = cells.map((text, index) => {
    const tag = index < inputs ? 'inputEntry' : 'outputEntry';
    return `<${tag} id="${id}c${index + 1}"><text>${escape(text)}</text></${tag}>`;
  });
  return `<rule id="${id}">${entries.join('')}</rule>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
