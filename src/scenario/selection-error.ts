/** A name on the command line that does not exist, or a choice that matches nothing. `hint`: the fix. */
export class SelectionError extends Error {
  override name = "SelectionError" as const;
  readonly hint: string;
  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}
