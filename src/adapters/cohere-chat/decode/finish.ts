import { finishOf } from "../../../chat/finish-of.js";
import type { JsonObject } from "../../../chat/json.js";
import { objectAt, textAt } from "../../openai/wire-members.js";
import { addFinish, addOther, addUsage } from "../../read-only/reply-state.js";
import type { CohereDraft } from "./state.js";
import { decodeUsage } from "./usage.js";

/** Reads the finish and the counts, which stand side by side in a reply and in the last event of a stream. */
export function readFinish(draft: CohereDraft, holder: JsonObject): void {
  const word = textAt(holder, "finish_reason");
  const finish = word === null ? null : finishOf({ raw: word });
  if (finish !== null) addFinish(draft, finish);
  const usage = objectAt(holder, "usage");
  if (usage !== null) addUsage(draft, decodeUsage(usage));
}

/** Emits the plan before the calls that it announces. It is no text for the user, and goes back with the calls. */
export function closePlan(draft: CohereDraft): void {
  const { plan } = draft.own;
  if (plan === null) return;
  draft.own = { ...draft.own, plan: null };
  if (plan !== "") addOther(draft, { tool_plan: plan });
}
