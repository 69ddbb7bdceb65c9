import type { ChatEvent } from "../../chat/event.js";
import { finishText } from "../../chat/finish-of.js";
import { counted } from "../../report/counted.js";
import { shortened } from "../../verdict/compare-text.js";

/** What our decoder read in one event of a body, in a few words each; pieces of one kind are joined. */
export function eventWords(events: readonly ChatEvent[]): readonly string[] {
  const words: string[] = [];
  let open: { readonly what: string; text: string } | null = null;
  const close = () => {
    if (open !== null) words.push(`${open.what} ${quoted(open.text)}`);
    open = null;
  };
  for (const event of events) {
    const piece = pieceOf(event);
    if (piece !== null && open !== null && open.what === piece.what) {
      open.text += piece.text;
      continue;
    }
    const word = wordOf(event);
    if (piece === null && word === null) continue;
    close();
    if (piece !== null) open = { ...piece };
    else if (word !== null) words.push(word);
  }
  close();
  return words;
}

function pieceOf(event: ChatEvent): { readonly what: string; readonly text: string } | null {
  switch (event.kind) {
    case "text-delta":
      return { what: "text", text: event.text };
    case "reasoning-delta":
      return { what: "reasoning", text: event.text };
    case "refusal-delta":
      return { what: "refusal", text: event.text };
    case "tool-call-delta":
      return { what: "arguments", text: event.argumentsText };
    default:
      return null;
  }
}

function wordOf(event: ChatEvent): string | null {
  switch (event.kind) {
    case "tool-call-start": {
      const given = event.argumentsText === null ? "" : `, arguments ${quoted(event.argumentsText)}`;
      return `call ${event.name ?? "without a name"}, id ${event.id ?? "none"}${given}`;
    }
    case "tool-call-info":
      return `of the call: ${[event.name, event.id].filter((one) => one !== null).join(", id ")}`;
    case "reasoning-redacted":
      return "reasoning that is not shown";
    case "other-part":
      return "content of another kind";
    case "finish":
      return `finish ${finishText(event.finish)}`;
    case "usage":
      return event.usage.outputTokens === null
        ? "usage without output tokens"
        : counted(event.usage.outputTokens, "output token");
    case "note":
      return `note ${event.note.id}: ${shortened(event.note.message, most)}`;
    case "reply-failed":
      return `failed, ${event.failure.kind}: ${shortened(event.failure.message, most)}`;
    default:
      return null;
  }
}

const most = 160;

function quoted(text: string): string {
  return `"${shortened(text, most)}"`;
}
