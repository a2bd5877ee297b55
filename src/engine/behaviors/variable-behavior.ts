/** Writes the variables of a document that changed. */
import { printDocument } from '../../json';
import type { StateView } from '../state/engine-state';
import type { Document, VariableValue } from '../values';
import { DEFAULT_TENANT } from '../values';
import type { Writers } from '../writers';

export interface VariableOwner {
  readonly bpmnProcessId: string;
  readonly processDefinitionKey: number;
  readonly processInstanceKey: number;
}

export class VariableBehavior {
  constructor(
    private readonly state: StateView,
    private readonly writers: Writers,
  ) {}

  /** Into this scope. */
  mergeLocal(scopeKey: number, owner: VariableOwner, document: Document): void {
    for (const [name, value] of Object.entries(document)) this.set(scopeKey, owner, name, toText(value));
  }

  /** As `mergeLocal`, of one variable. @param value JSON text */
  setLocalText(scopeKey: number, owner: VariableOwner, name: string, value: string): void {
    this.set(scopeKey, owner, name, value);
  }

  /**
   * Into the nearest scope that has the variable with another value, else into the outermost. A variable that a
   * scope holds with the same value already goes on to the scopes around it, as in Zeebe.
   */
  merge(scopeKey: number, owner: VariableOwner, document: Document): void {
    const left = new Map(Object.entries(document).map(([name, value]) => [name, toText(value)]));
    if (left.size === 0) return;
    let scope = scopeKey;
    for (let parent = this.parent(scope); parent > 0; parent = this.parent(scope)) {
      for (const [name, value] of left) {
        const variable = this.state.variables.local(scope, name);
        if (variable === undefined || variable.value === value) continue;
        this.writers.event('VARIABLE', 'UPDATED', variable.key, record(scope, owner, name, value));
        left.delete(name);
      }
      scope = parent;
    }
    for (const [name, value] of left) this.set(scope, owner, name, value);
  }

  private parent(scopeKey: number): number {
    return this.state.variables.parentScope(scopeKey);
  }

  private set(scopeKey: number, owner: VariableOwner, name: string, value: string): void {
    const variable = this.state.variables.local(scopeKey, name);
    if (variable?.value === value) return;
    const [intent, key] =
      variable === undefined
        ? (['CREATED', this.writers.nextKey()] as const)
        : (['UPDATED', variable.key] as const);
    this.writers.event('VARIABLE', intent, key, record(scopeKey, owner, name, value));
  }
}

function toText(value: unknown): string {
  return printDocument(value ?? null);
}

function record(scopeKey: number, owner: VariableOwner, name: string, value: string): VariableValue {
  return {
    name,
    value,
    scopeKey,
    processInstanceKey: owner.processInstanceKey,
    processDefinitionKey: owner.processDefinitionKey,
    bpmnProcessId: owner.bpmnProcessId,
    tenantId: DEFAULT_TENANT,
  };
}
