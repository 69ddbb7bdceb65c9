import { finishText } from "../../../../chat/finish-of.js";
import { toolCallsOf } from "../../../../chat/read-reply.js";
import type { Arm } from "../../../../verdict/evidence/material.js";
import { visibleTextOf } from "../../../../verdict/visible-text.js";
import { counted } from "../../../counted.js";
import { code } from "../../../markdown-text.js";
import { endingText } from "./frames.js";
import type { Print } from "./print.js";
import { quoted } from "./quoted.js";

/** What a reply holds, as lines of a list: status, terminal event, stop reason, usage, content. */
export function replyLines(arm: Arm): readonly string[] {
  const { wire, turn } = arm;
  return [
    `- HTTP status: ${wire.status ?? "none: nothing arrived"}`,
    `- Terminal event: ${endingText(arm)}`,
    `- Stop reason: ${stopText(arm)}`,
    `- Usage: ${usageText(arm)}`,
    `- Content: ${contentText(turn)}`,
  ];
}

/** The provider's own word for why it stopped; `none arrived` is not a word of it. */
export function stopText({ turn: { reply } }: Pick<Arm, "turn">): string {
  return reply.finish === null ? "none arrived" : code(finishText(reply.finish));
}

/** The usage as the provider reports it, as a code span. */
export function usageText({ turn: { reply } }: Pick<Arm, "turn">): string {
  const { usage } = reply;
  if (usage === null) return "not reported";
  if (usage.raw !== null) return code(JSON.stringify(usage.raw), 600);
  const part = (name: string, tokens: number | null) => `${name} ${tokens ?? "not reported"}`;
  return `${part("input tokens", usage.inputTokens)}, ${part("output tokens", usage.outputTokens)}`;
}

function contentText({ reply }: Arm["turn"]): string {
  const text = visibleTextOf(reply);
  const calls = toolCallsOf(reply);
  const reasoning = reply.parts.filter(({ kind }) => kind === "reasoning").length;
  const others = reply.parts.filter(({ kind }) => kind === "other" || kind === "refusal").length;
  return [
    text === ""
      ? "no text"
      : `${counted(text.length, "character")} of text${text.trim() === "" ? ", all of them blank" : ""}`,
    calls.length === 0 ? "no tool call" : `${counted(calls.length, "tool call")}`,
    reasoning === 0 ? "no reasoning" : `${counted(reasoning, "block")} of reasoning`,
    ...(others === 0 ? [] : [`${counted(others, "block")} of another kind`]),
  ].join(", ");
}

/** What the model or the service wrote, each in a fence of its own; `[]`: nothing. */
export function replyQuotes({ name, turn: { reply } }: Arm, print: Print): readonly string[] {
  const file = print.file(`wire/${name}.frames.txt`);
  const calls = toolCallsOf(reply).map(({ kind: _, ...call }) => JSON.stringify(call));
  const thoughts = reply.parts.flatMap((part) => (part.kind === "reasoning" ? [part.text ?? ""] : []));
  const quote = (words: string, what: string) => (what.trim() === "" ? [] : ["", words, "", quoted(what, { file })]);
  return [
    ...quote("The text of the reply:", visibleTextOf(reply)),
    ...quote("The tool calls of the reply, as they were read:", calls.join("\n")),
    ...quote("The reasoning of the reply:", thoughts.join("\n")),
    ...quote("What the service wrote of its failure:", reply.failure?.raw ?? ""),
    ...quote("How the call failed:", reply.failure?.raw === null ? reply.failure.message : ""),
  ];
}
