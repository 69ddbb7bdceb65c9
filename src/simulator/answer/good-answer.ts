import type { AssistantPart } from "../../chat/message.js";
import { unreachable } from "../../chat/unreachable.js";
import type { Scenario } from "../../scenario/scenario.js";
import { appliesTo } from "../faults/applies.js";
import type { Behaviour } from "../profile.js";
import type { Random } from "../random.js";
import { type MatchedStep, matchStep } from "../request/match-step.js";
import { isAfterTool, type ModelRequest } from "../request/model-request.js";
import { type Answer, type AnswerPart, callsOf, charactersPerToken, noOddities, usageOf } from "./answer.js";
import { applyParameters, applyReasoning, stopAt } from "./apply-parameters.js";
import { withDeclaredCalls } from "./choose-calls.js";
import { drawExample } from "./draw-example.js";
import { idMinter, type MintId } from "./mint-id.js";
import { oneWordOf } from "./one-word.js";
import { signature } from "./seal.js";

/** The reply when no scenario step matches: the simulator does not invent answers. */
export const unknownQuestionText = "The simulator has no scripted reply to this.";

/**
 * The reply of a good model to a request, before any fault, and the matched step; null: no step matches. It calls no tool but
 * a declared one.
 */
export function goodAnswer(given: {
  readonly request: ModelRequest;
  readonly behaviour: Behaviour;
  readonly scenarios: readonly Scenario[];
  readonly random: Random;
}): { readonly answer: Answer; readonly matched: MatchedStep | null } {
  const { request, behaviour } = given;
  const matched = matchStep(request, given.scenarios);
  const mint = idMinter(behaviour, request, given.random);
  const oneWord =
    matched === null && behaviour.oneWord !== null ? oneWordOf(behaviour.oneWord, request, given.random) : null;
  const example = matched === null ? [] : drawExample(matched.step, request, given.random).flatMap(partOf);
  const declared = withDeclaredCalls(example, request);
  const scripted = declared.length === 0 ? [textPart(oneWord?.word ?? unknownQuestionText)] : withIds(declared, mint);
  const { parts: spoken, stoppedBy } = stopAt(applyParameters(scripted, request), request);
  const reasoned = withReasoning(
    replaced(spoken, behaviour.replies, ({ when }) => appliesTo(when, request, matched)),
    behaviour,
    request,
  );
  const parts = signed(applyReasoning(reasoned, request), behaviour, request);
  const cut = cutAt(limitOf(request), parts);
  const finish = callsOf({ parts }).length > 0 ? "tool-calls" : cut === null ? "stop" : "length";
  const counted = usageOf(cut ?? parts, request.bodyLength);
  const usage = oneWord === null ? counted : { ...counted, input: oneWord.inputTokens };
  const ended = { finish, stoppedBy: finish === "stop" ? stoppedBy : null } as const;
  const asked = { choices: choicesOf(request), logprobs: logprobsOf(request) };
  return { answer: { parts: cut ?? parts, ...ended, usage, ...asked, oddities: noOddities }, matched };
}

function choicesOf({ settings: { choices } }: ModelRequest): number {
  return typeof choices === "number" && Number.isInteger(choices) && choices >= 1 ? choices : 1;
}

function logprobsOf({ settings: { logprobs } }: ModelRequest): number | null {
  return typeof logprobs === "number" ? logprobs : null;
}

/** null: the request has no limit. */
function limitOf({ settings: { maxOutputTokens } }: ModelRequest): number | null {
  return typeof maxOutputTokens === "number" ? maxOutputTokens : null;
}

/** The parts cut to the token limit; null when they fit. Replies with calls are never cut. */
function cutAt(limit: number | null, parts: readonly AnswerPart[]): readonly AnswerPart[] | null {
  if (limit === null || callsOf({ parts }).length > 0) return null;
  if (usageOf(parts, 0).output <= limit) return null;
  let left = limit * charactersPerToken;
  return parts.flatMap((part): readonly AnswerPart[] => {
    if (part.kind === "call" || left === 0) return [];
    const text = part.text.slice(0, left);
    left -= text.length;
    return [{ ...part, text }];
  });
}

function partOf(part: AssistantPart): readonly AnswerPart[] {
  switch (part.kind) {
    case "text":
    case "refusal":
      return [{ kind: part.kind, text: part.text }];
    case "reasoning":
      return [{ kind: "reasoning", text: part.text ?? "", signature: part.signature, redacted: part.redacted }];
    case "tool-call":
      return [{ kind: "call", id: null, name: part.name ?? "", argumentsText: part.argumentsText ?? "{}" }];
    case "cache-point":
    case "other":
      return [];
    default:
      return unreachable(part);
  }
}

/** Replaces the ids of an example, because the provider chooses ids. */
function withIds(parts: readonly AnswerPart[], mint: MintId): readonly AnswerPart[] {
  let index = 0;
  return parts.map((part) => (part.kind === "call" ? { ...part, id: mint(part.name, index++) } : part));
}

type SetReply = Behaviour["replies"][number];

function replaced(
  parts: readonly AnswerPart[],
  replies: readonly SetReply[],
  applies: (reply: SetReply) => boolean,
): readonly AnswerPart[] {
  const reply = replies.find(applies);
  if (reply === undefined) return parts;
  return [...parts.filter(({ kind }) => kind !== "text"), textPart(reply.text)];
}

function withReasoning(
  parts: readonly AnswerPart[],
  { reasoning }: Behaviour,
  request: ModelRequest,
): readonly AnswerPart[] {
  const shown: readonly AnswerPart[] =
    reasoning.text === null || parts.some(({ kind }) => kind === "reasoning")
      ? parts
      : [{ kind: "reasoning", text: reasoning.text, signature: null, redacted: null }, ...parts];
  return reasoning.afterTool === "think-text" && isAfterTool(request) ? thinkText(shown) : shown;
}

/** Claude signs all of its reasoning, and Messages of Anthropic's own kind never leave a signature out (recordings of 2025 and 2026). */
function signed(
  parts: readonly AnswerPart[],
  { reasoning, family }: Behaviour,
  { dialect, door }: ModelRequest,
): readonly AnswerPart[] {
  const isOwn = dialect === "messages" && door !== "openrouter";
  if (!reasoning.signed && family !== "anthropic" && !isOwn) return parts;
  return parts.map((part) =>
    part.kind === "reasoning" && part.signature === null && part.redacted === null ? { ...part, signature } : part,
  );
}

/** Kimi on Bedrock after a tool result: ` <think> … </think>` in front of the text, or alone before a call. */
function thinkText(parts: readonly AnswerPart[]): readonly AnswerPart[] {
  const thought = parts.flatMap((part) => (part.kind === "reasoning" ? [part.text.trim()] : [])).join(" ");
  if (thought === "") return parts;
  const text = parts.flatMap((part) => (part.kind === "text" ? [part.text] : [])).join("");
  const rest = parts.filter(({ kind }) => kind !== "reasoning" && kind !== "text");
  return [textPart(` <think> ${thought} </think>${text === "" ? "" : ` ${text}`}`), ...rest];
}

function textPart(text: string): AnswerPart {
  return { kind: "text", text };
}
