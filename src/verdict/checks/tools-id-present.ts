import { toolCallsOf } from "../../chat/read-reply.js";
import { callCheck } from "./call-check.js";
import { bad } from "./check.js";
import { describeCall, isNamed } from "./tool-calls.js";

/** A call has an id, without which it cannot be answered. */
export const toolsIdPresent = callCheck("tools/id-present", "every call has an id", (judged) =>
  toolCallsOf(judged.turn.reply)
    .filter((call) => isNamed(call) && (call.id === null || call.id.trim() === ""))
    .map((call) => bad("call-id-missing", call.id === null ? null : "blank", describeCall(call))),
);
