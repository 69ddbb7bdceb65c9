/** The facts in an error body of any known form. */
export type ErrorFacts = {
  /** Every candidate for a type or code, the most exact first. */
  readonly types: readonly string[];
  /** The service's own code or number; null: none. */
  readonly code: string | null;
  /** A status stated inside the body (`error.code: 502`); null: none. */
  readonly statedStatus: number | null;
  /** The message for a person; null: the body has none. */
  readonly message: string | null;
  /** True when the body itself is an error, whatever the HTTP status. */
  readonly isError: boolean;
  readonly isHtml: boolean;
  /** True for an error of AWS's front end, which answers before any model does: an `x-amzn-errortype` or a coral `__type`. */
  readonly isFrontEnd: boolean;
};
