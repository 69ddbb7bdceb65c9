/** What a service of blocks accepts, for the repair of a request. */
export type BlockService = {
  /** Its name in warnings and refusals. */
  readonly name: string;
  /** Who refuses blank text and further cache points, in those messages. */
  readonly refuser: string;
  /** The text that stands in a tool result that is empty; null: such a result has no content. */
  readonly emptyResult: "" | null;
  /** The ids of tool calls that it accepts. */
  readonly callIds: RegExp;
  /** The names of tools that it accepts, and the longest. */
  readonly toolNames: { readonly pattern: RegExp; readonly longest: number };
  /** The most stop sequences; null: no limit is documented. */
  readonly maxStops: number | null;
  /** True: white space alone is no stop sequence for it. */
  readonly refusesBlankStops: boolean;
  /** True: a tool choice can say that no tool may be called. */
  readonly hasChoiceNone: boolean;
  /** True: reasoning without a signature goes back, unless a quirk of the target says that it does not. */
  readonly takesUnsignedReasoning: boolean;
};
