/** What went wrong while a decision was evaluated, in Zeebe's words; the engine makes it an incident. */
export class DecisionFailure {
  constructor(readonly message: string) {}
}
