import type { JsonObject } from "../../../../chat/json.js";
import type { Finish, Warning } from "../../../../chat/reply.js";
import { unreachable } from "../../../../chat/unreachable.js";

/** How a response ended: its status, and why it is incomplete. */
export type Ending = {
  readonly status: "completed" | "incomplete";
  readonly incomplete_details: JsonObject | null;
};

/**
 * The status of a whole reply. The API has no word for calls: a reply with calls is completed. A finish that is not known, or missing, is
 * completed too, with a warning; one of the kind `error` is a failure before it comes here.
 */
export function encodeFinish(finish: Finish | null, warnings: Warning[]): Ending {
  const kind = finish?.kind ?? null;
  const warn = (id: string, what: string) =>
    warnings.push({ id, field: "status", message: `the provider sent ${what}, which is sent as completed` });
  switch (kind) {
    case "length":
      return incomplete("max_output_tokens");
    case "content-filter":
      return incomplete("content_filter");
    case "stop":
    case "tool-calls":
      return completed;
    case "other":
    case "error":
      warn("finish-unknown", JSON.stringify((finish?.raw ?? "a finish without a value").slice(0, 60)));
      return completed;
    case null:
      warn("finish-missing", "no finish reason");
      return completed;
    default:
      return unreachable(kind);
  }
}

const completed: Ending = { status: "completed", incomplete_details: null };

function incomplete(reason: "max_output_tokens" | "content_filter"): Ending {
  return { status: "incomplete", incomplete_details: { reason } };
}
