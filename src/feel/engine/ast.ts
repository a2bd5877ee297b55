/** The syntax tree of an expression. */
import type { Value } from './value';

export type Node =
  | { readonly kind: 'constant'; readonly value: Value }
  | { readonly kind: 'input' }
  | { readonly kind: 'list'; readonly items: readonly Node[] }
  | { readonly kind: 'context'; readonly entries: readonly (readonly [string, Node])[] }
  | { readonly kind: 'range'; readonly start: BoundNode; readonly end: BoundNode }
  | { readonly kind: 'ref'; readonly names: readonly string[] }
  | { readonly kind: 'path'; readonly target: Node; readonly key: string }
  | { readonly kind: 'filter'; readonly target: Node; readonly filter: Node }
  | { readonly kind: 'arithmetic'; readonly operator: Operator; readonly left: Node; readonly right: Node }
  | { readonly kind: 'negation'; readonly operand: Node }
  | { readonly kind: 'comparison'; readonly operator: Comparator; readonly left: Node; readonly right: Node }
  | { readonly kind: 'not'; readonly operand: Node }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Node[] }
  | { readonly kind: 'if'; readonly condition: Node; readonly then: Node; readonly otherwise: Node }
  | { readonly kind: 'for' | 'some' | 'every'; readonly iterators: readonly Iterator[]; readonly body: Node }
  | { readonly kind: 'iteration'; readonly start: Node; readonly end: Node }
  | { readonly kind: 'instance'; readonly operand: Node; readonly type: string }
  | { readonly kind: 'in'; readonly operand: Node; readonly test: Node }
  | { readonly kind: 'test'; readonly operator: Comparator; readonly operand: Node }
  | { readonly kind: 'range test'; readonly range: Extract<Node, { kind: 'range' }> }
  | { readonly kind: 'equality test'; readonly operand: Node }
  | { readonly kind: 'expression test'; readonly operand: Node }
  | { readonly kind: 'function'; readonly parameters: readonly string[]; readonly body: Node }
  | {
      readonly kind: 'call';
      readonly path: readonly string[];
      readonly name: string;
      readonly args: Arguments;
    };

export type Operator = '+' | '-' | '*' | '/' | '**';
export type Comparator = '=' | '<' | '<=' | '>' | '>=';
export interface BoundNode {
  readonly value: Node;
  readonly isClosed: boolean;
}
export interface Iterator {
  readonly name: string;
  readonly source: Node;
}
export type Arguments =
  | { readonly kind: 'positional'; readonly values: readonly Node[] }
  | { readonly kind: 'named'; readonly values: readonly (readonly [string, Node])[] };
