/** An error that a person can fix. `hint`: what to do about it; null when the message already says it. */
export class HintedError extends Error {
  readonly hint: string | null;
  constructor(message: string, hint: string | null) {
    super(message);
    this.hint = hint;
  }
}
