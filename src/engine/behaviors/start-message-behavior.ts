/** When an instance that a message started ends, the next buffered message of the same key starts one. */
import type { StateView } from '../state/engine-state';
import type { StoredMessage } from '../state/message-state';
import type { MessageStartEventSubscription } from '../state/subscription-state';
import type { Writers } from '../writers';
import type { EventHandle } from './event-handle';

interface Candidate {
  readonly subscription: MessageStartEventSubscription;
  readonly message: StoredMessage;
}

export class StartMessageBehavior {
  constructor(
    private readonly state: StateView,
    private readonly writers: Writers,
    private readonly eventHandle: EventHandle,
  ) {}

  /** Key of the message that started the instance, if it had one: ask before the instance is removed. */
  correlationKeyOf(processInstanceKey: number): string | undefined {
    return this.state.messages.startLockOf(processInstanceKey);
  }

  correlateNext(bpmnProcessId: string, correlationKey: string): void {
    const process = this.state.processes.latest(bpmnProcessId);
    if (process === undefined) return;
    const candidates = this.state.messageStartSubscriptions
      .ofProcess(process.processDefinitionKey)
      .flatMap((subscription) => this.candidateOf(subscription, bpmnProcessId, correlationKey));
    const [first] = candidates.sort((left, right) => left.message.key - right.message.key);
    if (first !== undefined) this.eventHandle.triggerMessageStartEvent(first.subscription, first.message);
  }

  private candidateOf(
    subscription: MessageStartEventSubscription,
    bpmnProcessId: string,
    correlationKey: string,
  ): Candidate[] {
    const message = this.state.messages
      .buffered(subscription.value.messageName, correlationKey)
      .find(
        ({ key, value }) =>
          value.deadline > this.writers.now && !this.state.messages.isCorrelated(key, bpmnProcessId),
      );
    return message === undefined ? [] : [{ subscription, message }];
  }
}
