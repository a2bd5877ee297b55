/**
 * `node scripts/layout/draft.mjs <description.mjs> [text of the guide]`: writes a new procedure's folder from a
 * compact description: BPMN with its diagram, forms, mail templates, README and, given the guide, guide.txt.
 * It is for a first drawing; afterwards the BPMN and its forms are what is edited. The default export of the
 * description is an object:
 *
 *     letter, slug, name, title, scope, remark   sentences by key; remark is text
 *     origin    a key of ./origins.mjs, for what is not the guide's: then without letter, with `prefix` for its ids,
 *               and `lines` names each line that it takes
 *     circuit   true: for other procedures to call, not for people to start
 *     says      {key: [line, sentence]}, in the guide's order
 *     lanes     [{id, name, from, group}]
 *     nodes     [{id, type, lane, at: [column, row], name, from, note, why, form, job, mail, call, decision, io, host, more}];
 *               decision: [id of a DMN decision, variable of its result];
 *               form.shown: fields that the caller has filled in;
 *               call: {process, inputs: {name: FEEL}, outputs: {name: FEEL}}
 *     flows     [[id, source, target, {name, from, note, why, when}]]
 *     rows      [[line, text, ids]]   other words of the guide, for the README
 *     choices   [text]   for the README; deadlines: a text, if there are any
 *     mails     {name: {subject, variables, fields, text, quote, end}}
 *
 * `from` names the keys of sentences, separated by spaces; an element with `why` instead is reconstructed.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { formFile } from './draft-forms.mjs';
import { mailFile } from './draft-mails.mjs';
import { readmeFile } from './draft-readme.mjs';
import { layOut } from './index.mjs';
import { origins } from './origins.mjs';

const namespaces = {
  bpmn: 'http://www.omg.org/spec/BPMN/20100524/MODEL',
  bpmndi: 'http://www.omg.org/spec/BPMN/20100524/DI',
  dc: 'http://www.omg.org/spec/DD/20100524/DC',
  di: 'http://www.omg.org/spec/DD/20100524/DI',
  zeebe: 'http://camunda.org/schema/zeebe/1.0',
  modeler: 'http://camunda.org/schema/modeler/1.0',
  bioc: 'http://bpmn.io/schema/bpmn/biocolor/1.0',
  color: 'http://www.omg.org/spec/BPMN/non-normative/color/1.0',
  xsi: 'http://www.w3.org/2001/XMLSchema-instance',
};
const tags = {
  start: 'startEvent',
  end: 'endEvent',
  user: 'userTask',
  send: 'sendTask',
  service: 'serviceTask',
  decision: 'exclusiveGateway',
  parallel: 'parallelGateway',
  timer: 'intermediateCatchEvent',
  call: 'callActivity',
  rule: 'businessRuleTask',
  boundary: 'boundaryEvent',
};
const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const quoted = (text) => escape(text).replaceAll('"', '&quot;');
const keys = (from = '') => from.split(' ').filter(Boolean);

const originOf = (d) => origins[d.origin ?? 'guide'];
const prefixOf = (d) => d.prefix ?? d.letter.toLowerCase();
const folderOf = (d) => (d.letter ? `${prefixOf(d)}-${d.slug}` : d.slug);

function calls({ process, inputs = {}, outputs = {} }) {
  const lines = (tag, entries) =>
    Object.entries(entries).map(
      ([target, source]) => `  <zeebe:${tag} source="=${quoted(source)}" target="${target}" />`,
    );
  return [
    `<zeebe:calledElement processId="${process}" propagateAllChildVariables="false" />`,
    '<zeebe:ioMapping>',
    ...lines('input', inputs),
    ...lines('output', outputs),
    '</zeebe:ioMapping>',
  ];
}

function bpmnFile(d) {
  const origin = originOf(d);
  const code = d.letter ?? d.prefix.toUpperCase();
  const quotes = (from) =>
    keys(from).map((key) => {
      if (!d.says[key])
        throw new Error(`Expected a sentence "${key}" in says of ${folderOf(d)}, but there is none`);
      return `${origin.label}, l. ${d.says[key][0]} : « ${d.says[key][1]} »`;
    });
  const documentation = ({ from, note, why }) => {
    const first = why
      ? [`Reconstruit, à valider par la DSI. ${note}`]
      : [...quotes(from), ...(note ? [note] : [])];
    return first.length > 0 ? [`<bpmn:documentation>${escape(first.join('\n'))}</bpmn:documentation>`] : [];
  };
  const groupOf = (lane) => d.lanes.find(({ id }) => id === lane).group;
  const extensions = (node) => [
    ...(node.job ? [`<zeebe:taskDefinition type="${node.job}" />`] : []),
    ...(node.mail
      ? [
          '<zeebe:taskDefinition type="send-mail" />',
          '<zeebe:ioMapping>',
          `  <zeebe:input source="=${node.mail[0]}" target="destinataire" />`,
          `  <zeebe:input source='="${node.mail[1]}"' target="modele" />`,
          ...(node.io ?? []).map((line) => `  ${line}`),
          '</zeebe:ioMapping>',
        ]
      : []),
    ...(node.call ? calls(node.call) : []),
    ...(node.decision
      ? [`<zeebe:calledDecision decisionId="${node.decision[0]}" resultVariable="${node.decision[1]}" />`]
      : []),
    ...(node.form ? [`<zeebe:formDefinition formId="${prefixOf(d)}-${node.form.id}" />`] : []),
    ...(node.type === 'user'
      ? [`<zeebe:assignmentDefinition candidateGroups="${node.group ?? groupOf(node.lane)}" />`]
      : []),
    ...(node.io && !node.mail
      ? ['<zeebe:ioMapping>', ...node.io.map((line) => `  ${line}`), '</zeebe:ioMapping>']
      : []),
    ...(node.why
      ? [
          '<zeebe:properties>',
          '  <zeebe:property name="logigramme:source" value="reconstruit" />',
          '</zeebe:properties>',
        ]
      : []),
  ];
  const wrapped = (lines) =>
    lines.length === 0
      ? []
      : ['<bpmn:extensionElements>', ...lines.map((line) => `  ${line}`), '</bpmn:extensionElements>'];
  const label = ({ name, why }) => (name ? ` name="${quoted(name)}${why ? '*' : ''}"` : '');
  const node = (one) => {
    const tag = `bpmn:${tags[one.type]}`;
    const body = [
      ...documentation(one),
      ...wrapped(extensions(one)),
      ...d.flows
        .filter(([, , target]) => target === one.id)
        .map(([id]) => `<bpmn:incoming>${id}</bpmn:incoming>`),
      ...d.flows
        .filter(([, source]) => source === one.id)
        .map(([id]) => `<bpmn:outgoing>${id}</bpmn:outgoing>`),
      ...(one.more ?? []),
    ];
    const host = one.host ? ` attachedToRef="${one.host}"` : '';
    return [`<${tag} id="${one.id}"${label(one)}${host}>`, ...body.map((line) => `  ${line}`), `</${tag}>`];
  };
  const flow = ([id, source, target, more = {}]) => {
    const head = `<bpmn:sequenceFlow id="${id}"${label(more)} sourceRef="${source}" targetRef="${target}"`;
    const body = [
      ...documentation(more),
      ...(more.when
        ? [
            `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=${escape(more.when)}</bpmn:conditionExpression>`,
          ]
        : []),
    ];
    return body.length === 0
      ? [`${head} />`]
      : [`${head}>`, ...body.map((line) => `  ${line}`), '</bpmn:sequenceFlow>'];
  };
  const lane = ({ id, name, from, note, why }) => [
    `  <bpmn:lane id="${id}" name="${quoted(name)}">`,
    ...documentation({ from, note, why }).map((line) => `    ${line}`),
    ...d.nodes
      .filter((one) => one.lane === id)
      .map((one) => `    <bpmn:flowNodeRef>${one.id}</bpmn:flowNodeRef>`),
    '  </bpmn:lane>',
  ];
  const anyReconstructed = [...d.nodes, ...d.flows.map(([, , , more]) => more ?? {})].some(({ why }) => why);
  const remark = [
    origin.legend ?? '',
    d.remark,
    anyReconstructed ? 'Les éléments marqués * sont reconstruits, à valider par la DSI.' : '',
  ];
  const note = remark.filter(Boolean).join('\n');
  const xmlns = Object.entries(namespaces).map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<bpmn:definitions ${xmlns.join(' ')} id="Definitions_${code}" targetNamespace="urn:logigramme:processes" exporter="Logigramme" exporterVersion="0.1.0" modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.5.0">`,
    `  <bpmn:collaboration id="Collaboration_${code}">`,
    `    <bpmn:participant id="Participant_${code}" name="${d.letter ? `${d.letter}. ` : ''}${quoted(d.name)}" processRef="${d.slug}">`,
    ...documentation({ from: d.title }).map((line) => `      ${line}`),
    '    </bpmn:participant>',
    ...(anyReconstructed
      ? [
          '    <bpmn:textAnnotation id="Note_reconstruit">',
          '      <bpmn:documentation>Légende du diagramme.</bpmn:documentation>',
          `      <bpmn:text>* reconstruit (en ocre), à valider par la DSI : ${origin.text} ne le dit pas</bpmn:text>`,
          '    </bpmn:textAnnotation>',
        ]
      : []),
    ...(origin.legend
      ? [
          '    <bpmn:textAnnotation id="Note_origine">',
          '      <bpmn:documentation>Origine du circuit.</bpmn:documentation>',
          `      <bpmn:text>${escape(origin.legend)}</bpmn:text>`,
          '    </bpmn:textAnnotation>',
        ]
      : []),
    '  </bpmn:collaboration>',
    `  <bpmn:process id="${d.slug}" name="${quoted(d.name)}" isExecutable="true">`,
    ...documentation({ from: d.scope, note }).map((line) => `    ${line}`),
    ...wrapped([
      '<zeebe:properties>',
      ...(d.letter ? [`  <zeebe:property name="logigramme:lettre" value="${d.letter}" />`] : []),
      ...(origin.legend ? [`  <zeebe:property name="logigramme:document" value="${origin.label}" />`] : []),
      ...(d.circuit ? ['  <zeebe:property name="logigramme:usage" value="circuit" />'] : []),
      '</zeebe:properties>',
    ]).map((line) => `    ${line}`),
    ...[`<bpmn:laneSet id="Couloirs_${code}">`, ...d.lanes.flatMap(lane), '</bpmn:laneSet>'].map(
      (line) => `    ${line}`,
    ),
    ...d.nodes.flatMap(node).map((line) => `    ${line}`),
    ...d.flows.flatMap(flow).map((line) => `    ${line}`),
    '  </bpmn:process>',
    ...(d.definitions ?? []).map((line) => `  ${line}`),
    '</bpmn:definitions>',
    '',
  ].join('\n');
}

/** The text's lines that the procedure takes, numbered, spaces normalised. */
function sourceFile(text, d) {
  const lines = text.split('\n').map((line) => line.replace(/\s+/g, ' ').trim());
  if (!d.letter) return d.lines.map((line) => `${line}\t${lines[line - 1]}\n`).join('');
  const [from, to] = d.lines;
  return lines
    .slice(from - 1, to)
    .flatMap((line, index) => (line ? [`${from + index}\t${line}\n`] : []))
    .join('');
}

/** Files by path, relative to the project. */
export async function draft(d, guide) {
  const name = folderOf(d);
  const folder = `processes/${name}`;
  const cells = Object.fromEntries(d.nodes.filter(({ at }) => at).map(({ id, at }) => [id, at]));
  const forms = d.nodes.filter(({ form }) => form);
  return {
    [`${folder}/${name}.bpmn`]: await layOut(bpmnFile(d), cells),
    [`${folder}/README.md`]: readmeFile(d),
    ...(guide ? { [`${folder}/${d.origin ?? 'guide'}.txt`]: sourceFile(guide, d) } : {}),
    ...Object.fromEntries(
      forms.map((node, index) => {
        const earlier = forms.slice(0, index).flatMap(({ form }) => form.fields);
        const id = `${prefixOf(d)}-${node.form.id}`;
        return [`${folder}/${id}.form`, formFile(id, node.form, [...(node.form.shown ?? []), ...earlier])];
      }),
    ),
    ...Object.fromEntries(
      Object.entries(d.mails ?? {}).map(([mail, one]) => [`templates/mail/${mail}.hbs`, mailFile(one)]),
    ),
  };
}

if (import.meta.filename === process.argv[1]) {
  const [description, guide] = process.argv.slice(2);
  const { default: d } = await import(pathToFileURL(path.resolve(description)).href);
  const files = await draft(d, guide && (await readFile(guide, 'utf8')));
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
    console.log(file);
  }
}
