import type { AssistantPart, Message } from "../../chat/message.js";
import type { Transcript } from "../../transcript/transcript.js";
import { idsMark, simulatedLine } from "../origin.js";

/** One transcript in full, as plain text: every request and reply, in the terms of the chat vocabulary. */
export function showTrial({ cell, trial, provenance, turns, notReached, notRun }: Transcript): string {
  const origin = simulatedLine(provenance);
  const idMark = idsMark(provenance);
  // Authored bytes were never waited for.
  const took = (ms: number | null) => (provenance.source === "authored" ? "–" : millisecondsText(ms));
  const head = [
    `${cell.scenario} version ${cell.scenarioVersion} on ${cell.target} (${cell.providerModelId}), trial ${trial}, client ${cell.client}`,
    `${provenance.source}${provenance.recordedAt === null ? "" : ` at ${provenance.recordedAt}`}${provenance.after === null ? "" : ` after ${provenance.after}`}`,
    ...(origin === null ? [] : [origin]),
    ...(notRun === null ? [] : [`not run: ${notRun.reason}`]),
  ];
  const steps = turns.map(({ step, request, reply, leftOut, attempts }, index) => {
    const earlier = index === 0 ? 0 : (turns[index - 1]?.request.messages.length ?? 0);
    const newMessages = request.messages.slice(earlier);
    return [
      `── step ${step}${earlier > 0 ? ` (after ${earlier} earlier messages)` : ""}`,
      ...(index === 0 && request.tools !== null ? [`tools: ${request.tools.map(({ name }) => name).join(", ")}`] : []),
      ...newMessages.flatMap(messageLines),
      ...leftOut.map(({ field, message }) => `  left out of the history: ${field}: ${message}`),
      "→ reply",
      ...reply.parts.flatMap((part) => partLines(part)),
      `  finish ${reply.finish === null ? "none" : JSON.stringify(reply.finish)}`,
      `  usage ${reply.usage === null ? "not reported" : JSON.stringify(reply.usage.raw)}`,
      `  ${reply.completeness}${reply.failure === null ? "" : `: ${reply.failure.kind}: ${reply.failure.message}`}`,
      ...reply.warnings.map(({ field, message }) => `  warning: ${field}: ${message}`),
      ...reply.notes.map(({ id, message }) => `  note ${id}: ${message}`),
      ...attempts.map(
        ({ status, requestId, firstByteMs, totalMs, failure, content }, attempt) =>
          `  attempt ${attempt + 1}: ${status ?? "no status"}, ${requestId === null ? "no request id" : `${requestId}${idMark}`}, first byte ${took(firstByteMs)}${content === undefined ? "" : `, first content ${took(content.firstMs)}`}, total ${took(totalMs)}${failure === null ? "" : `, ${failure}`}`,
      ),
    ].join("\n");
  });
  return [...head, "", ...steps, ...(notReached.length === 0 ? [] : [`not reached: ${notReached.join(", ")}`])].join(
    "\n",
  );
}

function messageLines(message: Message): readonly string[] {
  const speaker =
    message.role === "tool" ? `tool ${message.toolName ?? ""} ${message.toolCallId ?? "without id"}` : message.role;
  if (message.role === "assistant") return [`${speaker}:`, ...message.parts.flatMap((part) => partLines(part))];
  return [
    `${speaker}:`,
    ...message.parts.map((part) => `  ${part.kind === "text" ? part.text : JSON.stringify(part)}`),
  ];
}

function partLines(part: AssistantPart): readonly string[] {
  switch (part.kind) {
    case "text":
      return [`  ${part.text === "" ? '"" (blank text)' : part.text}`];
    case "reasoning":
      return [`  (reasoning) ${part.text ?? "not shown"}`];
    case "tool-call":
      return [
        `  call ${part.name ?? "without name"} ${part.id ?? "without id"}: ${part.argumentsText ?? "no arguments"}`,
      ];
    default:
      return [`  (${part.kind}) ${JSON.stringify(part)}`];
  }
}

function millisecondsText(value: number | null): string {
  return value === null ? "unknown" : `${value} ms`;
}
