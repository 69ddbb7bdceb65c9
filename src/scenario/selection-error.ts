/** A name on the command line that leads nowhere, or a choice that leaves nothing. */
export class SelectionError extends Error {
  override name = "SelectionError" as const;
  readonly hint: string;
  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}
