import { isJsonObject } from "../../chat/json.js";
import { unreachable } from "../../chat/unreachable.js";
import { type Answer, type AnswerCall, argumentsDocument, callsOf } from "../answer/answer.js";
import { historyCalls } from "../request/model-request.js";
import { aCall, type BendContext, withParts } from "./bend-context.js";
import type { AnswerFault } from "./fault.js";

type CallFault =
  | Extract<
      AnswerFault,
      {
        fault:
          | "args-invalid"
          | "args-empty"
          | "args-wrong-type"
          | "phantom-call"
          | "corrupt-name"
          | "id-missing"
          | "id-duplicate"
          | "id-reused"
          | "id-mangled"
          | "unusual-call";
      }
    >
  | { readonly fault: "second-call" };

/** Applies a fault to the calls of a reply, which stay in place. A reply without calls stays unchanged. */
export function bendCalls(answer: Answer, fault: CallFault | AnswerFault, context: BendContext): Answer {
  if (fault.fault === "phantom-call") return withPhantom(answer, context);
  if (callsOf(answer).length === 0) return answer;
  switch (fault.fault) {
    case "args-invalid":
      return eachCall(answer, context, (call) => ({
        ...call,
        argumentsText: call.argumentsText.slice(0, Math.max(1, call.argumentsText.length - fault.cut)),
      }));
    case "args-empty":
      return eachCall(answer, context, (call) => ({ ...call, argumentsText: "{}" }));
    case "args-wrong-type":
      return eachCall(answer, context, wrongTypes);
    case "corrupt-name":
      return eachCall(answer, context, (call) => ({ ...call, name: corrupted(call.name, fault.style) }));
    case "id-missing":
      return eachCall(answer, context, (call) => ({ ...call, id: null }));
    case "id-mangled":
      return eachCall(answer, context, (call) => ({ ...call, id: call.id?.replace(/[^a-zA-Z0-9_-]/g, "_") ?? null }));
    case "id-duplicate":
      return sameIds(withSecondCall(answer, context), context);
    case "id-reused":
      return eachCall(answer, context, (call) => ({ ...call, id: historyCalls(context.request)[0]?.id ?? "call_0" }));
    case "second-call":
      return withSecondCall(answer, context);
    case "unusual-call":
      return unusual(answer, context, fault.style);
    default:
      return answer;
  }
}

function eachCall(answer: Answer, context: BendContext, change: (call: AnswerCall) => AnswerCall): Answer {
  return withParts(
    answer,
    context,
    answer.parts.map((part) => (part.kind === "call" ? change(part) : part)),
  );
}

function withPhantom(answer: Answer, context: BendContext): Answer {
  const phantom: AnswerCall = { kind: "call", id: "", name: "", argumentsText: "{}" };
  return { ...withParts(answer, context, [...answer.parts, phantom]), finish: "tool-calls" };
}

function withSecondCall(answer: Answer, context: BendContext): Answer {
  if (callsOf(answer).length > 1) return answer;
  const call = aCall(answer, context);
  return withParts(answer, context, [...answer.parts, { ...call, id: context.mint(call.name, 1) }]);
}

function sameIds(answer: Answer, context: BendContext): Answer {
  const id = callsOf(answer)[0]?.id ?? null;
  return eachCall(answer, context, (call) => ({ ...call, id }));
}

/** Turns a text argument into an object that holds it, and any other argument into text. */
function wrongTypes(call: AnswerCall): AnswerCall {
  const value = argumentsDocument(call);
  if (!isJsonObject(value)) return call;
  const spoiled = Object.entries(value).map(([name, member]) => [
    name,
    typeof member === "string" ? { value: member } : JSON.stringify(member),
  ]);
  return { ...call, argumentsText: JSON.stringify(Object.fromEntries(spoiled)) };
}

/** As observed: `functions read_file` (litellm#28825), `query_dataset<|channel|>commentary` (vllm#32587). */
function corrupted(name: string, style: "space" | "channel" | "namespace"): string {
  switch (style) {
    case "space":
      return `functions ${name}`;
    case "channel":
      return `${name}<|channel|>commentary`;
    case "namespace":
      return `functions.${name}`;
    default:
      return unreachable(style);
  }
}

/** Structured calls with unusual arguments. The comparison of 2026-02-10 does not document which form it observed. */
function unusual(answer: Answer, context: BendContext, style: "wrapped" | "stringified" | "with-text"): Answer {
  switch (style) {
    case "wrapped":
      return eachCall(answer, context, (call) => ({
        ...call,
        argumentsText: `{"type": "function", "name": ${JSON.stringify(call.name)}, "parameters": ${call.argumentsText}}`,
      }));
    case "stringified":
      return eachCall(answer, context, (call) => ({ ...call, argumentsText: JSON.stringify(call.argumentsText) }));
    case "with-text": {
      const call = aCall(answer, context);
      const text = `The function ${call.name} needs these parameters: ${call.argumentsText}`;
      return withParts(answer, context, [{ kind: "text", text }, ...callsOf(answer)]);
    }
    default:
      return unreachable(style);
  }
}
