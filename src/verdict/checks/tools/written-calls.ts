import { isDefinition } from "../../serialised-call/call-shape.js";
import { callsIn } from "../../serialised-call/calls-in.js";
import type { SerialisedCall } from "../../serialised-call/serialised-call.js";
import type { JudgedTurn } from "../check.js";
import { toolNamed } from "../tool-calls.js";
import { type AskedTurn, asksForJson, asksToSeeCall, isAskedJson, showsMark } from "./asked-format.js";
import { surroundingsOf } from "./surroundings.js";

/**
 * The calls that a text makes, in any form. Not among them: a text that explains a form, the definition of a tool, JSON that the
 * request asked for, and what the user asked to see. The call of a tool that was not declared counts in a template's markup, and
 * as JSON where it is all that the text says.
 */
export function writtenCalls(judged: AskedTurn, text: string): readonly SerialisedCall[] {
  const found = callsIn(text, judged.tools);
  if (found.length === 0 || asksToSeeCall(judged)) return [];
  const around = surroundingsOf(text, found);
  return found.filter((call) => {
    if (isDefinition(call.arguments, toolNamed(judged.tools, call.name))) return false;
    if (showsMark(judged, call)) return false;
    if (call.strength === "plain" && isAskedJson(judged, text)) return false;
    if (toolNamed(judged.tools, call.name) !== undefined || wasCalled(judged, call)) return true;
    if (call.isLoose) return false;
    if (call.strength === "plain") {
      return judged.tools.length > 0 && call.arguments !== null && around.isWhole && !asksForJson(judged);
    }
    if (judged.tools.length > 0) return !around.isExplained(call);
    return !around.isInCode(call) && (call.name === null ? around.isAttached(call) : around.isLastWord);
  });
}

/** True for a tool that the conversation called before, also where this request no longer declares it. */
function wasCalled({ earlierCalls }: AskedTurn, call: SerialisedCall): boolean {
  return call.name !== null && earlierCalls.some(({ name }) => name === call.name);
}

/** The calls in a text that are written with special tokens, which a model does not write by itself. */
export function tokenCalls(judged: JudgedTurn, text: string): readonly SerialisedCall[] {
  return writtenCalls(judged, text).filter(({ strength }) => strength === "token");
}
