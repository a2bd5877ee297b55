import type { ParseResult } from '../../bpmn/model';
import type { DmnParseResult } from '../../dmn';
import type { Behaviors } from '../behaviors/behaviors';
import type { ElementProcessors } from '../elements/element-processors';
import type { Rejection } from '../failure';
import type { ModelRegistry } from '../model/model-registry';
import type { RecordValues, RecordValueType } from '../values';
import type { CommandEntry } from '../command-entry';

/** A resource of a deployment that was parsed before the command entered the engine. */
export interface ParsedResource {
  readonly resourceName: string;
  /** MD5 of the resource, base64. */
  readonly checksum: string;
  /** BPMN resources only. */
  readonly parsed?: ParseResult;
  /** DMN resources only. */
  readonly decisions?: DmnParseResult;
}

export interface ProcessorContext extends Behaviors {
  readonly elements: ElementProcessors;
  readonly models: ModelRegistry;
  /** Of the deployment command under way, in the order of its resources. */
  readonly resources: readonly ParsedResource[];
}

/** Decides a command: reads the state, writes events and commands, answers. The value may be partially filled. */
export type CommandProcessor<T extends RecordValueType> = (
  command: CommandEntry<T> & { readonly value: Partial<RecordValues[T]> },
  context: ProcessorContext,
) => void;

/** Refuses a command that has written events already: they are undone. */
export class CommandRejected extends Error {
  override readonly name = 'CommandRejected';

  constructor(readonly rejection: Rejection) {
    super(rejection.reason);
  }
}
