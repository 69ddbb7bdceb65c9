/** Data that a router cannot be trained on, or a query that it cannot rank. `hint`: what to do about it. */
export class TrainingError extends Error {
  override name = "TrainingError" as const;
  readonly hint: string;
  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}
