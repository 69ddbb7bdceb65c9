import { clipped } from "../compare-text.js";
import type { ClientView, ViewedStream } from "./client-views.js";

/** What a client takes the end of a reply for. */
export type Ending = "normal" | "unknown" | "none" | "error" | "waits" | "broken";

/** Words by which a client says that it does not know why a reply ended: Vercel's AI SDK, 2026-11-28. */
const unknownWords: ReadonlySet<string> = new Set(["other", "unknown"]);

/** The end of a reply as a client shows it. A word of its own is a normal end. */
export function endingOf({ outcome, error, finish }: ClientView): Ending {
  if (outcome === "crashed" || outcome === "hung") return "broken";
  if (outcome === "waits") return "waits";
  if (error !== null || finish === "error") return "error";
  if (finish === null) return "none";
  return unknownWords.has(finish) ? "unknown" : "normal";
}

/** What a client shows, in short: `empty, stop, 0 tok`, `part + error ModelError`; and how often it asked, if more than once. */
export function viewWords(view: ClientView, stream: Pick<ViewedStream, "read">): string {
  const words = shownWords(view, stream);
  return view.requests > 1 ? `${words} (asked ${view.requests} times)` : words;
}

function shownWords(view: ClientView, { read }: Pick<ViewedStream, "read">): string {
  const { outcome, error, finish, outputTokens } = view;
  if (outcome === "crashed") return `crashed: ${error?.message ?? "without a word"}`;
  if (outcome === "hung") return "hung";
  const content = contentWords(view, isUnfinished(read));
  if (outcome === "waits") return `waits, ${content}`;
  if (error !== null) return `${isEmpty(view) ? "" : "part + "}error ${error.name ?? clipped(error.message, 41)}`;
  return [content, finish ?? "no finish", ...(outputTokens === null ? [] : [`${outputTokens} tok`])].join(", ");
}

/** True where the recorded reply has no terminal event: it was cut, or it failed before that. */
export function isUnfinished({ completeness }: ViewedStream["read"]): boolean {
  return completeness === "truncated" || completeness === "failed";
}

/** True for a text that a reader sees nothing of; of a withheld text only the length is known. */
export function isBlankText({ text, textLength }: Pick<ClientView, "text" | "textLength">): boolean {
  return text === null ? textLength === 0 : text.trim() === "";
}

function isEmpty({ textLength, reasoningLength, calls }: ClientView): boolean {
  return textLength + reasoningLength + calls.length === 0;
}

function contentWords(view: ClientView, cut: boolean): string {
  const { textLength, reasoningLength, calls } = view;
  const text = isBlankText(view) ? "blank text" : "text";
  const words = [
    ...(textLength > 0 ? [cut ? `part of ${text}` : text] : []),
    ...(textLength === 0 && reasoningLength > 0 ? ["reasoning, no text"] : []),
    ...calls.map((call) => (call.arguments === "{}" ? "call({})" : "call")),
  ];
  return words.length === 0 ? "empty" : words.join(" + ");
}
