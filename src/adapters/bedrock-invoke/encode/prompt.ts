import type { AssistantPart, Message, ToolResultPart, UserPart } from "../../../chat/message.js";
import type { Warning } from "../../../chat/reply.js";
import type { ChatRequest } from "../../../chat/request.js";
import { type FamilyOptions, type FamilyRefusal, unsupported } from "../families/family.js";

type PromptTurn = { readonly role: "user" | "assistant"; readonly text: string };

/**
 * The prompt format of a model that takes one text. `specials` are the tokens of the template: inside the text of a
 * message they would change the speaker. `render` leaves the assistant's turn open at the end.
 */
export type PromptTemplate = {
  readonly specials: readonly string[];
  readonly render: (system: string | null, turns: readonly PromptTurn[]) => string;
};

export type WrittenPrompt = { readonly kind: "prompt"; readonly prompt: string; readonly warnings: readonly Warning[] };

export type WrittenTurns = {
  readonly kind: "turns";
  readonly system: string | null;
  readonly turns: readonly PromptTurn[];
  readonly warnings: readonly Warning[];
};

type PromptContext = { readonly family: string; readonly options: FamilyOptions };

/**
 * Writes a conversation as one text. Tools, tool results and media are `unsupported`, because leaving them out would
 * change the question. Special tokens inside a message are a warning; `repair` breaks them with a zero-width space.
 */
export function writePrompt(
  request: ChatRequest,
  template: PromptTemplate,
  context: PromptContext,
): WrittenPrompt | FamilyRefusal {
  const written = writeTurns(request, template.specials, context);
  if (written.kind !== "turns") return written;
  return { kind: "prompt", prompt: template.render(written.system, written.turns), warnings: written.warnings };
}

/** {@link writePrompt} before the template: each turn as plain text, with all system text in front. */
export function writeTurns(
  request: ChatRequest,
  specials: readonly string[],
  { family, options }: PromptContext,
): WrittenTurns | FamilyRefusal {
  if (request.tools !== null && request.tools.length > 0) {
    return unsupported("tools", `the ${family} body of InvokeModel is written without tools`, "tools-unsupported");
  }
  const writer: Writer = { family, specials, options, warnings: [] };
  const system: string[] = [];
  const turns: PromptTurn[] = [];
  for (const [at, message] of request.messages.entries()) {
    const field = `messages[${at}]`;
    const text = messageText(writer, message, field);
    if (typeof text !== "string") return text;
    if (message.role === "user" || message.role === "assistant") turns.push({ role: message.role, text });
    else {
      if (turns.length > 0)
        warn(writer, {
          id: "system-moved",
          field: field,
          message: "a system message inside the conversation is sent in front of it",
        });
      system.push(text);
    }
  }
  return { kind: "turns", system: system.length === 0 ? null : system.join("\n"), turns, warnings: writer.warnings };
}

type Writer = {
  readonly family: string;
  readonly specials: readonly string[];
  readonly options: FamilyOptions;
  readonly warnings: Warning[];
};

function messageText(writer: Writer, message: Message, field: string): string | FamilyRefusal {
  if (message.role === "tool") {
    return unsupported(field, `the ${writer.family} body cannot carry a tool result`, "tools-unsupported");
  }
  const texts: string[] = [];
  for (const [at, part] of message.parts.entries()) {
    const text = partText(writer, part, `${field}.parts[${at}]`);
    if (text !== null && typeof text !== "string") return text;
    if (text !== null) texts.push(text);
  }
  return guarded(writer, texts.join(""), field);
}

function partText(
  writer: Writer,
  part: UserPart | AssistantPart | ToolResultPart,
  field: string,
): string | null | FamilyRefusal {
  switch (part.kind) {
    case "text":
    case "refusal":
      return part.text;
    case "tool-call":
      return unsupported(field, `the ${writer.family} body cannot carry a tool call`, "tools-unsupported");
    case "image":
    case "document":
      return unsupported(
        field,
        `the ${writer.family} body cannot carry a part of kind ${part.kind}`,
        "parameter-unsupported",
      );
    case "json":
      return JSON.stringify(part.value);
    case "reasoning":
    case "cache-point":
    case "other":
      warn(writer, {
        id: "part-dropped",
        field: field,
        message: `the ${writer.family} body cannot carry a part of kind ${part.kind}`,
      });
      return null;
  }
}

function guarded(writer: Writer, text: string, field: string): string {
  const found = writer.specials.filter((special) => text.includes(special));
  if (found.length === 0) return text;
  const repaired = writer.options.policy === "repair";
  const what = repaired ? "broken with a zero-width space" : "sent as they are";
  warn(writer, {
    id: "special-tokens",
    field: field,
    message: `the text contains ${found.join(" ")}, tokens of the prompt format; ${what}`,
  });
  if (!repaired) return text;
  return found.reduce((kept, special) => kept.replaceAll(special, `${special[0]}\u200b${special.slice(1)}`), text);
}

function warn(writer: Writer, warning: Warning): void {
  writer.warnings.push(warning);
}
