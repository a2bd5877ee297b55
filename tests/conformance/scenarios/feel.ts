/** What expressions give, as the variables of script tasks. */
import { element, escape, withOwnIds } from '../../engine/kit/bpmn';
import { cancel, create, deploy, line, type Script } from '../kit/steps';

interface Case {
  readonly name: string;
  readonly expressions: readonly string[];
  readonly variables?: object;
  /** The last expression raises an incident. */
  readonly fails?: boolean;
}

const cases: readonly Case[] = [
  {
    name: 'integers overflow to long, and doubles print like those of Java',
    expressions: [
      '2147483647 + 1',
      '1 / 3',
      'string(0.0000001)',
      'string(1.5 * 2)',
      '10 / 4',
      '2 ** 10',
      '-7 / 2',
    ],
  },
  {
    name: 'durations and times print like those of Java',
    expressions: [
      'string(time("00:00:00") + duration("PT1H"))',
      'string(duration("P1D"))',
      'string(duration("P13M"))',
      'string(date("2026-01-31") + duration("P1M"))',
      'string(date and time("2026-01-31T10:00:00Z"))',
      'date("2026-03-01") - date("2026-02-01")',
    ],
  },
  {
    name: 'operations on other types than theirs are null',
    expressions: ['sum([])', '1 = "1"', '"a" + 1', 'not("x")', 'missing.deep', '[1,2][5]', 'null > 1'],
  },
  {
    name: 'a range that falls counts down',
    expressions: ['for i in 3..1 return i', 'for i in 1..3 return i'],
  },
  { name: 'the logarithm of zero is an incident', expressions: ['log(1)', 'log(0)'], fails: true },
  {
    name: 'texts are cut, joined and searched',
    expressions: [
      'substring("logigramme", 2, 3)',
      'upper case("é")',
      'contains("abc", "b")',
      'split("a,b,,c", ",")',
      'string join(["a", null, "b"], "-")',
      'string length("éa")',
      'replace("abcd", "(ab)|(a)", "[1=$1]")',
      'matches("abc", "^a.c$")',
    ],
  },
  {
    name: 'lists are filtered, sorted and flattened',
    expressions: [
      'items[item > 2]',
      'sort(items, function(x, y) x > y)',
      'flatten([1, [2, [3]]])',
      'distinct values([1, 2, 1])',
      'every x in items satisfies x > 0',
      'some x in items satisfies x > 3',
      'index of(items, 3)',
      'count(items)',
      'mean(items)',
      'concatenate(items, [9])',
    ],
    variables: { items: [3, 1, 4, 2] },
  },
  {
    name: 'contexts are read, merged and listed',
    expressions: [
      '{a: 1, b: a + 1}.b',
      'get value({a: 1}, "a")',
      'get entries({a: 1})[1].key',
      'context put({a: 1}, "b", 2)',
      'context merge([{a: 1}, {a: 2}])',
      'person.name',
    ],
    variables: { person: { name: 'Awa' } },
  },
  {
    name: 'conditions choose, and are null on null',
    expressions: [
      'if n > 1 then "more" else "less"',
      'if missing then 1 else 2',
      'n between 1 and 5',
      'n in (1..5)',
      'n in [1, 2, 3]',
      'true and null',
      'false or null',
      'null = null',
    ],
    variables: { n: 3 },
  },
  {
    name: 'numbers are rounded as asked for',
    expressions: [
      'floor(1.5)',
      'ceiling(1.2)',
      'round half up(2.5, 0)',
      'decimal(1/3, 2)',
      'modulo(-12, 5)',
      'abs(-1)',
      'sqrt(16)',
      'even(2)',
    ],
  },
];

function scenario({ name, expressions, variables = {}, fails = false }: Case, index: number): Script {
  const id = `fe-${index}`;
  const parts = expressions.map((expression, at): readonly [string, string] => [
    `s${at}`,
    element(
      'scriptTask',
      `s${at}`,
      `<zeebe:script expression="${escape(`=${expression}`)}" resultVariable="r${at}" />`,
    ),
  ]);
  return { name, steps: [deploy(line(id, parts)), create(id, variables), ...(fails ? [cancel] : [])] };
}

export const feelScripts: readonly Script[] = cases.map((one, index) =>
  withOwnIds(() => scenario(one, index)),
);
