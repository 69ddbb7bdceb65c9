import type { Warning } from "../../../chat/reply.js";
import type { Target } from "../../../chat/target.js";

/** What encoding an item depends on, and the list that collects its warnings. */
export type ItemContext = {
  readonly target: Target;
  readonly warnings: Warning[];
  /** True: the request asks the service to store its items, so that an item may refer to a stored one. */
  readonly stores: boolean;
  /** True: cache points are written as marks, also for a model that may not take them. */
  readonly marksCache: boolean;
};

/** Reports that something of a message was lost or changed. */
export function warn({ warnings }: Pick<ItemContext, "warnings">, id: string, place: readonly [string, string]): void {
  const [field, message] = place;
  warnings.push({ id, field, message });
}
