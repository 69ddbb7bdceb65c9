import { finishOf } from "../../chat/finish-of.js";
import type { JsonValue } from "../../chat/json.js";
import type { ToolCallPart } from "../../chat/message.js";
import { type Reading, reasoningTextOf, textOf, toolCallsOf } from "../../chat/read-reply.js";
import type { Reply } from "../../chat/reply.js";
import { sameJson } from "../checks/same-json.js";
import type { ClientView } from "../client-views/client-views.js";
import { endingOf } from "../client-views/ending.js";

/**
 * Where a client shows other content than our reading of the same bytes has: the text, the calls, or the end of the reply. What it does not show
 * (ids, reasoning, usage) is not compared. `[]`: it reads alike.
 */
export function viewDifferences(reply: Reply, view: ClientView): readonly string[] {
  const text = textOf(reply);
  const calls = toolCallsOf(reply);
  return [
    ...(view.text === text ? [] : [`text: ${shortened(text)} ≠ ${shortened(view.text ?? "")}`]),
    ...(sameCalls(calls, view.calls) ? [] : [`calls: ${callsText(calls)} ≠ ${callsText(view.calls)}`]),
    ...(endsAlike(reply, view) ? [] : [`end: ${reply.completeness} ≠ ${endText(view)}`]),
  ];
}

/**
 * What a client shows, as a reading that the checks can judge; null: it shows no whole reply, or the text is withheld. A client shows no
 * call ids and no reasoning text: those of our own reading stand in for them, and are not judged anew.
 */
export function readingOfView(reply: Reply, view: ClientView): Reading | null {
  if (view.text === null || endingOf(view) !== "normal") return null;
  const own = toolCallsOf(reply);
  return {
    completeness: "complete",
    finish: finishOf({ raw: view.finish }),
    text: view.text,
    reasoning: view.reasoningLength === 0 ? null : reasoningTextOf(reply),
    toolCalls: view.calls.map(
      (call, at): ToolCallPart => ({
        kind: "tool-call",
        id: own[at]?.id ?? `not-shown-${at}`,
        name: call.name,
        argumentsText: call.arguments,
      }),
    ),
    outputTokens: view.outputTokens ?? reply.usage?.outputTokens ?? null,
    inputTokens: reply.usage?.inputTokens ?? null,
  };
}

/** An unfinished reply has no normal end in any client that reads alike; a finished one has some end. */
function endsAlike({ completeness, finish }: Reply, view: ClientView): boolean {
  const ending = endingOf(view);
  if (ending === "waits" || ending === "broken") return completeness === "failed";
  if (completeness === "truncated" || completeness === "failed") return ending === "none" || ending === "error";
  if (completeness === "truncated-after-finish") return true;
  if (finish === null) return ending !== "normal";
  return ending !== "none" && (ending !== "error" || finish.kind === "error");
}

type ShownCall = { readonly name: string; readonly arguments: string | null };

function sameCalls(own: readonly ToolCallPart[], shown: readonly ShownCall[]): boolean {
  return (
    own.length === shown.length &&
    own.every(({ name, argumentsText }, at) => {
      const other = shown[at];
      return (name ?? "") === other?.name && sameArguments(argumentsText ?? "", other.arguments ?? "");
    })
  );
}

/** A client may have parsed the arguments, so that their spaces are lost. */
function sameArguments(own: string, shown: string): boolean {
  if (own === shown) return true;
  const [one, other] = [parsed(own), parsed(shown)];
  return one !== undefined && other !== undefined && sameJson(one, other);
}

function parsed(text: string): JsonValue | undefined {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function callsText(calls: readonly { readonly name: string | null }[]): string {
  return calls.length === 0 ? "none" : calls.map(({ name }) => name ?? "without a name").join(", ");
}

function endText(view: ClientView): string {
  if (view.error !== null) return `error ${view.error.name ?? shortened(view.error.message)}`;
  return view.finish ?? "no finish";
}

function shortened(text: string): string {
  return JSON.stringify(text.length <= 80 ? text : `${text.slice(0, 80)}…`);
}
