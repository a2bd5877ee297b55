import type { ParseResult } from '../../bpmn/model';
import type { FormMetadata, ProcessMetadata } from '../values';

/** A deployment while it is decided. */
export interface DeploymentDraft {
  readonly deploymentKey: number;
  processes: ProcessMetadata[];
  forms: FormMetadata[];
}

export interface DraftResource {
  readonly resourceName: string;
  /** Base64. */
  readonly resource: string;
  readonly checksum: string;
}

export interface DraftBpmn extends DraftResource {
  readonly parsed: ParseResult | undefined;
}
