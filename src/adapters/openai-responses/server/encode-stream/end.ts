import type { ChatFailure } from "../../../../chat/failure.js";
import type { OpenAiError } from "../../../openai-chat/server/encode-error/envelope.js";
import { encodeError } from "../../../openai-chat/server/encode-error.js";
import { generationFailure } from "../../../openai-chat/server/encode-reply/finish.js";
import { missingScores } from "../../../server/log-probabilities.js";
import { encodeFinish } from "../encode-reply/finish.js";
import { asksLogprobs, scoresField } from "../encode-reply/scores.js";
import { encodeUsage } from "../encode-reply/usage.js";
import { begin, sendDone, sendEvent, sendResponse } from "./events.js";
import { endItem } from "./item-events.js";
import { endQueue } from "./queue.js";
import type { Draft } from "./state.js";

/** Ends a reply that is whole, with the event that its finish names. */
export function endReply(draft: Draft): void {
  const failure = generationFailure(draft.finish, { status: null, requestId: null });
  if (failure !== null) {
    failReply(draft, failure);
    return;
  }
  const { status, incomplete_details: incompleteDetails } = encodeFinish(draft.finish, draft.warnings);
  begin(draft);
  endQueue(draft, status);
  sayScores(draft);
  sendResponse(draft, `response.${status}`, {
    ...{ status, incompleteDetails, usage: encodeUsage(draft.usage, draft.warnings) },
    completedSeconds: draft.opening.nowSeconds?.() ?? null,
  });
  sendDone(draft);
}

/** What there is to say about log probabilities, once all texts have ended. */
function sayScores({ awaitsLogprobs, tokens, output, warnings }: Draft): void {
  const hasText = output.some((item) => item.includes('"type":"output_text"'));
  if (awaitsLogprobs && hasText) warnings.push(missingScores(scoresField));
  if (tokens.length === 0) return;
  const message = `those of ${tokens.length} tokens came without a text to stand beside`;
  warnings.push({ id: "logprobs-dropped", field: scoresField, message });
}

/** Ends a reply that failed. What had come whole before the failure is sent first. */
export function failReply(draft: Draft, failure: ChatFailure): void {
  const { finish } = draft;
  if (failure.afterFinish && finish !== null && finish.kind !== "error") endQueue(draft, "completed");
  endWithError(draft, encodeError(failure, draft.asked).body.error);
}

/**
 * Ends the stream with an `error` event and the failed response, as OpenAI does (recordings of vercel/ai, 2026). An item that had
 * begun gets no end, since clients act on it: Codex makes a call at its `output_item.done` (0.171.0, tried 2026-11-29).
 */
export function endWithError(draft: Draft, error: OpenAiError): void {
  const { type, code, message, param } = draft.opening.redact(error);
  begin(draft);
  sendEvent(draft, "error", { error: { type, code, message, param } });
  sendResponse(draft, "response.failed", {
    ...{ status: "failed", completedSeconds: null, usage: encodeUsage(draft.usage, draft.warnings) },
    error: { code: code ?? type, message },
  });
  sendDone(draft);
}

/**
 * Gives up the reply so far, since another one goes on in its place: items that had begun end, their reasoning marked as no part of the
 * turn, and the numbers of the events, the id and the model go on.
 */
export function giveUpReply(draft: Draft, asked: Draft["asked"]): void {
  for (const open of draft.queue) {
    if (open.index === null) continue;
    if (open.kind === "reasoning") open.mark = { text: null, key: null, role: "given-up" };
    endItem(draft, open, "incomplete");
  }
  draft.queue = [];
  draft.left.clear();
  draft.grown.clear();
  Object.assign(draft, { asked, blank: null, finish: null, usage: null });
  Object.assign(draft, { tokens: [], awaitsLogprobs: asksLogprobs(draft.opening.body) });
}
