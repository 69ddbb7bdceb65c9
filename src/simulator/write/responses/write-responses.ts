import type { JsonObject, JsonValue } from "../../../chat/json.js";
import { isJsonObject } from "../../../chat/json.js";
import type { WireHeaders } from "../../../wire/exchange.js";
import type { Answer } from "../../answer/answer.js";
import { memberOf, objectAt } from "../../request/members.js";
import { type Draft, type Mark, type Piece, textPiece, type WriteContext } from "../piece.js";
import { requestIdHeaders } from "../request-id-headers.js";
import { billedTokens } from "./billed-tokens.js";
import { type ResponsesDialect, responsesDialect } from "./dialect.js";
import { itemEvents, type ResponsesEvent } from "./events.js";
import { framedBody, framedEvent } from "./frame-event.js";
import { type Item, itemBody, itemsOf } from "./items.js";
import { scoredEvents, scoredItem } from "./logprobs.js";
import { endStatus, inProgress, queued, responseObject, responsesUsage, terminalType } from "./response-object.js";
import { responsesErrors } from "./write-errors.js";

/** Writes a reply of Responses in one piece; one in the background says that it is queued, and nothing else. */
export function writeResponses(answer: Answer, context: WriteContext): Draft {
  const dialect = responsesDialect(context);
  const body = isQueued(context)
    ? emptyObject(queued, context, dialect)
    : finalObject(answer, itemsOf(answer, dialect), { context, dialect, isWhole: true });
  return {
    framing: "json",
    headers: [["content-type", "application/json"], ...headers(context, dialect)],
    pieces: [textPiece("whole", framedBody(body, dialect.style))],
    errors: responsesErrors(context, dialect),
  };
}

/** Writes a stream of Responses: one event for each step of each item, and the whole reply in the last one. */
export function writeResponsesStream(answer: Answer, context: WriteContext): Draft {
  const dialect = responsesDialect(context);
  const items = itemsOf(answer, dialect);
  const frame = framer(context, dialect);
  const final = finalObject(answer, items, { context, dialect, isWhole: false });
  const { gateway, bills } = dialect.style;
  const billed: JsonObject = bills ? billedTokens(answer) : {};
  const end: ResponsesEvent = { type: terminalType(final), members: { ...billed, response: final } };
  return {
    framing: "sse",
    headers: [["content-type", "text/event-stream"], ...headers(context, dialect)],
    pieces: [
      ...(gateway ? [textPiece("comment", ": OPENROUTER PROCESSING\n\n")] : []),
      ...[
        ...openingEvents(context, dialect),
        ...outputEvents(answer, items, dialect).map((event) => marked("delta", event)),
        marked("finish", end),
        ...(answer.oddities.finishTwice ? [marked("delta", end)] : []),
      ].map(frame),
      ...(gateway ? [textPiece("terminator", "data: [DONE]\n\n")] : []),
    ],
    errors: responsesErrors(context, dialect),
  };
}

/** The events before any item. A reply in the background is created as queued, and says so once more (pydantic-ai, 2026-02-18). */
function openingEvents(context: WriteContext, dialect: ResponsesDialect): readonly Marked[] {
  const event = (mark: Mark, type: string, status: JsonObject): Marked =>
    marked(mark, { type: `response.${type}`, members: { response: emptyObject(status, context, dialect) } });
  const isLater = isQueued(context);
  return [
    event("start", "created", isLater ? queued : inProgress),
    ...(isLater ? [event("delta", "queued", queued)] : []),
    event("delta", "in_progress", inProgress),
  ];
}

function isQueued({ body }: WriteContext): boolean {
  return memberOf(body, "background") === true;
}

/** A reply's object before it has any content. */
function emptyObject(status: JsonObject, context: WriteContext, dialect: ResponsesDialect): JsonObject {
  return responseObject({ status, output: [], usage: null, isWhole: false }, context, dialect);
}

type Marked = { readonly mark: Mark; readonly event: ResponsesEvent };

function marked(mark: Mark, event: ResponsesEvent): Marked {
  return { mark, event };
}

function framer({ random, body }: WriteContext, { style }: ResponsesDialect): (one: Marked, number: number) => Piece {
  const pads = memberOf(objectAt(body, "stream_options") ?? {}, "include_obfuscation") !== false;
  return ({ mark, event }, number) => framedEvent(event, { mark, number, style, random, pads });
}

function outputEvents(answer: Answer, items: readonly Item[], dialect: ResponsesDialect): readonly ResponsesEvent[] {
  const { oddities } = answer;
  const firstCall = items.findIndex(({ kind }) => kind === "call");
  const written = items.map((item, index) => itemEvents(item, { dialect, oddities, index, firstCall }));
  const events = [...written.flatMap(({ events }) => events), ...written.flatMap(({ late }) => late)];
  return scoredEvents(answer, events).map((event, at, all) =>
    oddities.unfinishedItem && at === all.length - 1 ? unfinishedEvent(event) : event,
  );
}

type Finishing = { readonly context: WriteContext; readonly dialect: ResponsesDialect; readonly isWhole: boolean };

function finalObject(answer: Answer, items: readonly Item[], { context, dialect, isWhole }: Finishing): JsonObject {
  const { oddities } = answer;
  const bodies = items.map((item, index): JsonValue => {
    const renews =
      oddities.itemIds === "rotating" ||
      dialect.style.idsRotate ||
      (dialect.style.gateway && item.kind === "reasoning");
    const named = renews ? { ...item, id: dialect.itemId(item.kind) } : item;
    return scoredItem(answer, itemBody(named, { phase: "done", index }, dialect));
  });
  const output = bodies.map((body, at) =>
    oddities.unfinishedItem && at === bodies.length - 1 ? unfinished(body) : body,
  );
  const state = {
    status: endStatus(answer.finish),
    output: (oddities.emptyOutput || dialect.style.endsEmpty) && !isWhole ? [] : output,
    usage: responsesUsage(answer, dialect),
    isWhole,
  };
  return responseObject(state, context, dialect);
}

function unfinishedEvent({ type, members }: ResponsesEvent): ResponsesEvent {
  return { type, members: { ...members, item: unfinished(members["item"] ?? null) } };
}

function unfinished(item: JsonValue): JsonValue {
  return isJsonObject(item) ? { ...item, status: "in_progress" } : item;
}

function headers(context: WriteContext, dialect: ResponsesDialect): WireHeaders {
  if (context.request.door === "openrouter") return [["x-generation-id", dialect.replyId()]];
  return requestIdHeaders(context.request, context.requestId);
}
