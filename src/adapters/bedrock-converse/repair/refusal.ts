/** Under `repair`: the request cannot be sent, and this field stands in the way. Never leaves `encode`. */
export class Refusal extends Error {
  override name = "Refusal" as const;
  readonly field: string;
  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}
