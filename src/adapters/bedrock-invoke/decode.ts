import type { Api } from "../../chat/api.js";
import type { ChatEvent } from "../../chat/event.js";
import type { ChatFailure } from "../../chat/failure.js";
import { isJsonObject } from "../../chat/json.js";
import type { WireHeaders } from "../../wire/exchange.js";
import { parseJson } from "../../wire/json.js";
import type { Aliases } from "../adapter.js";
import {
  emitLogprobs,
  freshState,
  note,
  noteGuardrail,
  noteOtherChoices,
  stepWith,
  update,
} from "../draft/stream-state.js";
import { usageOf, withHeaders } from "../draft/usage-counts.js";
import { endParts } from "../draft/write-parts.js";
import { classifyException, notJsonFailure, textFailure, truncatedFailure } from "../errors/classify.js";
import { requestIdOf } from "../request-id.js";
import type { Family } from "./families/family.js";
import { unalias } from "./repair/aliases.js";

/** A whole reply as received: a 2xx status, its headers and its body as text. */
export type WholeReply = {
  readonly family: Family;
  readonly aliases: Aliases;
  readonly api: Api;
  readonly status: number;
  readonly headers: WireHeaders;
  readonly body: string;
};

/**
 * Decodes a whole reply. A body that is cut off is `truncated`; one without the family's members is the error that it
 * states, or `protocol`.
 */
export function decode(reply: WholeReply): readonly ChatEvent[] {
  const start: ChatEvent = { kind: "reply-start", status: reply.status, requestId: requestIdOf(reply.headers) };
  const parsed = parseJson(reply.body);
  if (!parsed.ok) {
    const failure = contextOf(reply, `the body is ${parsed.incomplete ? "cut short" : "not JSON"}: ${parsed.message}`);
    return failed(
      start,
      parsed.incomplete ? truncatedFailure(failure) : notJsonFailure(parsed, { ...failure, api: reply.api }),
    );
  }
  const body = parsed.value;
  if (!isJsonObject(body)) return failed(start, textFailure(contextOf(reply, "the body is not a JSON object")));
  const { state, events } = stepWith(freshState, (draft) => {
    reply.family.readReply(draft, body);
    reply.family.close(draft);
    endParts(draft);
    emitLogprobs(draft);
    noteOtherChoices(draft);
    update(draft, { usage: withHeaders(draft.state.usage, reply.headers) });
    noteGuardrail(draft, body);
    const usage = usageOf(draft.state.usage);
    if (usage === null) note(draft, "usage-missing", "neither the body nor the headers have token counts");
    else draft.events.push({ kind: "usage", usage });
  });
  const replyEvents = [start, ...events.map((event) => unalias(event, reply.aliases))];
  if (state.error !== null) {
    const { type, message } = state.error;
    return [
      ...replyEvents,
      { kind: "reply-failed", failure: classifyException({ ...contextOf(reply, message), type, api: reply.api }) },
    ];
  }
  if (!state.recognised) {
    const context = contextOf(reply, `the body is not a reply of the ${reply.family.id} family`);
    return failed(start, textFailure({ ...context, api: reply.api }));
  }
  return [...replyEvents, { kind: "reply-end" }];
}

function failed(start: ChatEvent, failure: ChatFailure): readonly ChatEvent[] {
  return [start, { kind: "reply-failed", failure }];
}

function contextOf(reply: WholeReply, message: string) {
  const { status, headers, body } = reply;
  return { afterFinish: false, message, status, requestId: requestIdOf(headers), raw: body };
}
