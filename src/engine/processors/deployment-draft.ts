import type { ParseResult } from '../../bpmn/model';
import type { DmnParseResult } from '../../dmn';
import type { DecisionRequirementsMetadata, DecisionValue, FormMetadata, ProcessMetadata } from '../values';

/** A deployment while it is decided. */
export interface DeploymentDraft {
  readonly deploymentKey: number;
  processes: ProcessMetadata[];
  forms: FormMetadata[];
  decisions: DecisionValue[];
  requirements: DecisionRequirementsMetadata[];
}

export interface DraftResource {
  readonly resourceName: string;
  /** Base64. */
  readonly resource: string;
  readonly checksum: string;
}

export interface DraftBpmn extends DraftResource {
  readonly parsed?: ParseResult | undefined;
}

export interface DraftDmn extends DraftResource {
  readonly decisions?: DmnParseResult | undefined;
}
