import type { ChatFailure } from "../../../chat/failure.js";
import { missingAtEnd } from "../../bedrock/block-order.js";
import { cutParts } from "../../draft/cut-parts.js";
import { note } from "../../draft/stream-state.js";
import { usageOf } from "../../draft/usage-counts.js";
import { endParts, noteUnsigned } from "../../draft/write-parts.js";
import { andThen, failStep, readInto, type Step, type StreamState } from "./stream-state.js";

/** Ends the reply: open parts, the usage, notes about what is missing, and the last event. */
export function closeReply(state: StreamState, ending: ChatFailure | "complete"): Step {
  const closed = readInto(state, (draft) => {
    if (ending === "complete") endParts(draft);
    else cutParts(draft, () => endParts(draft));
    if (state.comments > 0) note(draft, "comments", `${state.comments} comment lines, the first ":${state.comment}"`);
    if (state.named === false) note(draft, "events-unnamed", "the events have no names, only data");
    const usage = usageOf(draft.state.usage);
    if (usage !== null) draft.events.push({ kind: "usage", usage });
    if (ending !== "complete") return;
    if (state.signs) noteUnsigned(draft);
    if (usage === null) note(draft, "usage-missing", "the reply came without usage");
    if (draft.state.order !== null)
      for (const { id, message } of missingAtEnd(draft.state.order)) note(draft, id, message);
  });
  return andThen(closed, (now) =>
    ending === "complete" ? { state: { ...now, ended: true }, events: [{ kind: "reply-end" }] } : failStep(now, ending),
  );
}
