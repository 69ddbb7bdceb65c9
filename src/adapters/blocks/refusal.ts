/** The request cannot be sent because of this field. `encode` catches it, so it never reaches a caller. */
export class Refusal extends Error {
  override name = "Refusal" as const;
  readonly field: string;
  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}
