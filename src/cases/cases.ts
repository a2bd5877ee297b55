/** Cases (« dossiers ») : the process instances as people see them, with their rights. */
import type { Account } from '../identity/account';
import type {
  ElementInstanceView,
  InstanceState,
  InstanceView,
  Page,
  SequenceFlowView,
  VariableView,
} from '../readmodel/views';
import type { PageRequest } from '../tasks/ports';

export interface CaseListFilter extends PageRequest {
  readonly state?: InstanceState | undefined;
  readonly bpmnProcessId?: string | undefined;
  readonly q?: string | undefined;
  readonly initiator?: string | undefined;
}

/** A case with what the asking account may do to it now. */
export interface CaseForAccount extends InstanceView {
  readonly allowed: { readonly cancel: boolean; readonly withdraw: boolean };
}

export interface StartedCase {
  readonly processInstanceKey: string;
  readonly caseNumber: string;
}

/** All throw `DomainError`: NOT_FOUND, FORBIDDEN, NOT_STARTABLE, FORM_INVALID, NOT_WITHDRAWABLE, INSTANCE_ENDED… */
export interface Cases {
  start(
    account: Account,
    bpmnProcessId: string,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<StartedCase>;
  /** Only what the account may see. */
  list(account: Account, filter: CaseListFilter): Promise<Page<InstanceView>>;
  read(account: Account, processInstanceKey: string): Promise<CaseForAccount>;
  elements(account: Account, processInstanceKey: string): Promise<readonly ElementInstanceView[]>;
  sequenceFlows(account: Account, processInstanceKey: string): Promise<readonly SequenceFlowView[]>;
  variables(account: Account, processInstanceKey: string): Promise<readonly VariableView[]>;
  records(
    account: Account,
    processInstanceKey: string,
    page: PageRequest,
  ): Promise<Page<Readonly<Record<string, unknown>>>>;
  /** Admin and manager. */
  cancel(account: Account, processInstanceKey: string): Promise<void>;
  /** « Retirer ma demande » : initiator or admin, while the case waits for `demande-retiree`. */
  withdraw(account: Account, processInstanceKey: string): Promise<void>;
}
