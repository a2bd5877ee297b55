/** Where Zeebe's engine throws a Java exception; the message names it. The evaluation as a whole fails. */
export class ThrownError extends Error {}
