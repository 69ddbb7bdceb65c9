import { wholeOf } from "../../../../chat/api.js";
import type { AssistantMessage, AssistantPart } from "../../../../chat/message.js";
import type { ChatRequest } from "../../../../chat/request.js";
import { bodyShapeOf } from "../body-shape.js";
import { callingTurns, callsOf, isBlankText, isShownText, isThought, withTurns } from "../edit-messages.js";
import { type Flip, level, tokensOf, unasked } from "../flip.js";

const leadIn = "Let me check that.";

const pointers = {
  converse: ["/messages/*/content/**"],
  chat: ["/messages/*/content/**"],
  messages: ["/messages/*/content/**"],
};

/** Text that the assistant wrote beside its calls. It is added to the first turn with calls. */
export const textBeforeCall: Flip = {
  id: "text-before-call",
  name: "text before the calls in the history",
  after: ["history"],
  pointers,
  source: {
    source:
      "vllm-project/vllm-project.github.io _posts/2025-10-28-Kimi-K2-Accuracy.md (empty content was rendered into the prompt)",
    date: "2025-10-28",
  },
  offer: ({ request }) => {
    const turns = callingTurns(request);
    if (turns.length === 0) return [];
    return turns.some(({ parts }) => parts.some(isShownText))
      ? [level("none", "no text beside the calls")]
      : [level("present", `the text ${JSON.stringify(leadIn)} before the first call`, tokensOf(leadIn))];
  },
  apply: (request, id) => {
    if (id === "none") return withTurns(request, (turn) => (hasCalls(turn) ? without(turn, isShownText) : turn));
    return atFirstCall(request, (parts) => {
      if (parts.some(isShownText)) return parts;
      const at = parts.findIndex(({ kind }) => kind === "tool-call");
      return [...parts.slice(0, at), { kind: "text", text: leadIn }, ...parts.slice(at)];
    });
  },
};

/** Blank text blocks in the assistant's turns. One is added to the first turn with calls, after its reasoning. */
export const blankText: Flip = {
  id: "blank-text",
  name: "blank text blocks in the history",
  after: ["history"],
  pointers,
  source: { source: "boto/botocore#3525; anomalyco/opencode#17381", date: "2026-11-29" },
  offer: ({ request, target }) => {
    const turns = request.messages.filter((message) => message.role === "assistant");
    if (turns.some(hasBlankBeside)) return [level("absent", "no blank text blocks")];
    if (callingTurns(request).length === 0) return [];
    if (wholeOf(target.api) === "converse" || bodyShapeOf(target) === "messages") {
      return [unasked("present", "this API refuses a blank text block (boto/botocore#3525, 2025-07-23)")];
    }
    return [level("present", "an empty text beside the first call")];
  },
  apply: (request, id) => {
    if (id === "absent")
      return withTurns(request, (turn) => (hasBlankBeside(turn) ? without(turn, isBlankText) : turn));
    return atFirstCall(request, (parts) => {
      if (parts.some(isBlankText)) return parts;
      const found = parts.findIndex((part) => part.kind !== "reasoning" && !isThought(part));
      return [...parts.slice(0, found), { kind: "text", text: "" }, ...parts.slice(found)];
    });
  },
};

/** How the model's own reasoning goes back. */
export const reasoningHistory: Flip = {
  id: "reasoning-history",
  name: "the reasoning in the history",
  after: ["blank-text"],
  pointers: {
    converse: ["/messages/*/content/**"],
    chat: [
      "/messages/*/content/**",
      "/messages/*/reasoning",
      "/messages/*/reasoning_content",
      "/messages/*/reasoning_details/**",
    ],
    messages: ["/messages/*/content/**"],
  },
  source: { source: "mastra-ai/mastra#12592; anomalyco/opencode#25758", date: "2026-11-29" },
  offer: ({ request, target }) => {
    const parts = request.messages.flatMap((message) => (message.role === "assistant" ? message.parts : []));
    const reasoning = parts.filter((part) => part.kind === "reasoning");
    if (reasoning.length === 0) {
      if (parts.some(isThought)) return [level("dropped", "no reasoning in the history")];
      const why =
        "the history has no reasoning; only a reply of the service itself can give some, which is one more turn";
      return callingTurns(request).length === 0 ? [] : [unasked("kept", why)];
    }
    const text = level("as-text", "the reasoning as <think> text");
    const isRequired = target.quirks.reasoningDialect === "moonshot-thinking" && request.reasoning?.mode !== "off";
    return [
      isRequired
        ? unasked(
            "dropped",
            "this service wants reasoning_content beside every call (mastra-ai/mastra#12592, 2026-02-01)",
          )
        : level("dropped", "no reasoning in the history"),
      ...(!isRequired && reasoning.some((part) => part.text !== null && part.text !== "") ? [text] : []),
    ];
  },
  apply: (request, id) =>
    withTurns(request, (turn) => {
      const parts = turn.parts.flatMap((part) => replayed(part, id));
      return parts.length === 0 ? turn : { ...turn, parts };
    }),
};

function replayed(part: AssistantPart, id: string): readonly AssistantPart[] {
  if (id === "dropped") return part.kind === "reasoning" || isThought(part) ? [] : [part];
  if (part.kind !== "reasoning") return [part];
  const { text } = part;
  return text === null || text === "" ? [] : [{ kind: "text", text: `<think>${text}</think>` }];
}

function hasCalls(turn: AssistantMessage): boolean {
  return callsOf(turn).length > 0;
}

/** A turn of nothing but blank text keeps it: without, it would be empty. */
function hasBlankBeside({ parts }: AssistantMessage): boolean {
  return parts.some(isBlankText) && !parts.every(isBlankText);
}

function without(turn: AssistantMessage, isOut: (part: AssistantPart) => boolean): AssistantMessage {
  return { ...turn, parts: turn.parts.filter((part) => !isOut(part)) };
}

function atFirstCall(
  request: ChatRequest,
  change: (parts: readonly AssistantPart[]) => readonly AssistantPart[],
): ChatRequest {
  const [first] = callingTurns(request);
  return withTurns(request, (turn) => (turn === first ? { ...turn, parts: change(turn.parts) } : turn));
}
