import { type Answer, type AnswerCall, type AnswerPart, callsOf, type Oddities } from "../answer/answer.js";
import { historyCalls, type ModelRequest } from "../request/model-request.js";
import { bendCalls } from "./bend-calls.js";
import { aCall, type BendContext, withParts } from "./bend-context.js";
import { serialisedCall } from "./call-dialects.js";
import type { AnswerFault } from "./fault.js";

/** Applies one fault to the answer. Usage is adapted to the remaining parts, unless the fault is about usage. */
export function bendAnswer(answer: Answer, fault: AnswerFault, context: BendContext): Answer {
  switch (fault.fault) {
    case "ignore-parameter":
    case "crossed-reply":
    case "cache":
    case "miscount":
      return answer;
    case "silent":
    case "empty-after-tokens":
      return emptied(answer, fault.outputTokens);
    case "empty-on-foreign-id":
      return hasForeignId(context.request, fault.pattern) ? emptied(answer, fault.outputTokens) : answer;
    case "reasoning-only":
      return replyWith(answer, context, [reasoning(reasoningOf(answer))]);
    case "call-as-text":
      return replyWith(answer, context, [text(callText(answer, context, fault.dialect))]);
    case "call-in-reasoning":
      return replyWith(answer, context, [
        reasoning(`${reasoningOf(answer)} ${callText(answer, context, fault.dialect)}`),
      ]);
    case "duplicate-call":
      return withParts(answer, context, [
        text(callText(answer, context, fault.dialect)),
        ...callsOrOne(answer, context),
      ]);
    case "describes-call":
      return replyWith(answer, context, [text(description(aCall(answer, context)))]);
    case "ignores-result":
      return replyWith(answer, context, [text("I'm sorry, but I don't have access to that kind of information.")]);
    case "repeats-call":
      return { ...withParts(answer, context, [repeated(answer, context)]), finish: "tool-calls" };
    case "promise":
      return replyWith(answer, context, [text("Let me look that up for you now.")]);
    case "tool-use-without-block":
      return { ...withParts(answer, context, withoutCalls(answer)), finish: "tool-calls" };
    case "stop-with-calls":
      return { ...answer, finish: "stop" };
    case "finish-missing":
      return { ...answer, finish: "missing" };
    case "finish-unknown":
      return { ...answer, finish: { word: fault.word } };
    case "terminal-output-empty":
      return odd(answer, { emptyOutput: true });
    case "item-ids-rotate":
      return odd(answer, { itemIds: "rotating" });
    case "item-unfinished":
      return odd(answer, { unfinishedItem: true });
    case "web-search":
      return odd(answer, { searched: queryOf(context.request) });
    case "finish-twice":
      return odd(answer, { finishTwice: true });
    case "malformed-tool-use":
    case "malformed-output":
      return { ...withParts(answer, context, withoutCalls(answer)), finish: fault.fault };
    case "filtered":
      return { ...withParts(answer, context, []), finish: "content-filter" };
    case "refusal":
      return replyWith(answer, context, [{ kind: "refusal", text: "I can't help with that." }]);
    case "harmony-preamble":
      return replyWith(answer, context, [text(`analysisWe should answer the user.assistantfinal${textOf(answer)}`)]);
    case "think-tag":
      return withParts(answer, context, thinking(answer, fault.tag));
    case "max-tokens-cut":
      return { ...withParts(answer, context, cutParts(answer, fault.leaves)), finish: "length" };
    case "usage-missing":
      return { ...answer, usage: null };
    case "wrong-upstream":
      return odd(answer, { upstream: fault.upstream });
    case "id-shared":
      return {
        ...answer,
        parts: answer.parts.map((part) => (part.kind === "call" ? { ...part, id: sharedId } : part)),
      };
    case "content":
      return odd(answer, { contentWithCalls: fault.value });
    case "signature-missing":
      return { ...answer, parts: answer.parts.map(unsigned) };
    case "signature-moved":
      return odd(answer, { signatures: fault.to });
    case "logprobs":
      return odd(answer, { logprobs: fault.as });
    case "index-missing":
      return odd(answer, { callIndex: "missing" });
    case "index-split":
      return odd(answer, { callIndex: "split" });
    case "index-reused":
      return odd(bendCalls(answer, { fault: "second-call" }, context), { callIndex: "reused" });
    default:
      return bendCalls(answer, fault, context);
  }
}

const sharedId = "tooluse_oneIdForAllCallsOfAllUsers";

/** Replaces all parts, with a normal end of turn. */
function replyWith(answer: Answer, context: BendContext, parts: readonly AnswerPart[]): Answer {
  return { ...withParts(answer, context, parts), finish: "stop" };
}

function unsigned(part: AnswerPart): AnswerPart {
  return part.kind === "reasoning" ? { ...part, signature: null } : part;
}

function emptied(answer: Answer, outputTokens: number): Answer {
  const usage = answer.usage === null ? null : { ...answer.usage, output: outputTokens, reasoning: 0 };
  return { ...answer, parts: [], finish: "stop", usage };
}

function odd(answer: Answer, oddities: Partial<Oddities>): Answer {
  return { ...answer, oddities: { ...answer.oddities, ...oddities } };
}

/** The user's last words. */
function queryOf({ turns }: ModelRequest): string {
  return turns.findLast(({ role }) => role === "user")?.text ?? "";
}

function hasForeignId(request: ModelRequest, pattern: string): boolean {
  const native = new RegExp(pattern);
  return historyCalls(request).some(({ id }) => id === null || !native.test(id));
}

function callsOrOne(answer: Answer, context: BendContext): readonly AnswerCall[] {
  const calls = callsOf(answer);
  return calls.length > 0 ? calls : [aCall(answer, context)];
}

function callText(answer: Answer, context: BendContext, dialect: Parameters<typeof serialisedCall>[1]): string {
  return callsOrOne(answer, context)
    .map((call) => serialisedCall(call, dialect))
    .join("\n");
}

/** The last call of the history with the same name and arguments, and a new id. */
function repeated(answer: Answer, context: BendContext): AnswerCall {
  const call = aCall({ ...answer, parts: [] }, context);
  return { ...call, id: context.mint(call.name, 0) };
}

function description(call: AnswerCall): string {
  return `To answer this, the function ${call.name} would be called with the parameters ${call.argumentsText}.`;
}

function withoutCalls(answer: Answer): readonly AnswerPart[] {
  return answer.parts.filter(({ kind }) => kind !== "call");
}

function thinking(answer: Answer, tag: "open" | "closed"): readonly AnswerPart[] {
  const opening = ` <think> ${reasoningOf(answer).trim()}${tag === "closed" ? " </think> " : " "}`;
  const rest = answer.parts.filter(({ kind }) => kind !== "reasoning" && kind !== "text");
  return [text(`${opening}${textOf(answer)}`), ...rest];
}

function cutParts(answer: Answer, leaves: "half" | "reasoning"): readonly AnswerPart[] {
  if (leaves === "reasoning") return [reasoning(reasoningOf(answer))];
  return answer.parts.map((part) => {
    if (part.kind === "call") return { ...part, argumentsText: half(part.argumentsText) };
    return { ...part, text: half(part.text) };
  });
}

function half(whole: string): string {
  return whole.slice(0, Math.ceil(whole.length / 2));
}

function reasoningOf(answer: Answer): string {
  const shown = answer.parts.flatMap((part) => (part.kind === "reasoning" ? [part.text] : [])).join("");
  return shown === "" ? " The user is asking something; I should answer it." : shown;
}

function textOf(answer: Answer): string {
  return answer.parts.flatMap((part) => (part.kind === "text" ? [part.text] : [])).join("");
}

function text(value: string): AnswerPart {
  return { kind: "text", text: value };
}

function reasoning(value: string): AnswerPart {
  return { kind: "reasoning", text: value, signature: null, redacted: null };
}
