import type { ChatEvent } from "../chat/event.js";
import type { JsonObject } from "../chat/json.js";
import type { Reply, Warning } from "../chat/reply.js";
import type { OpenAiError } from "./openai-chat/server/encode-error/envelope.js";
import type { ErrorContext } from "./openai-chat/server/encode-error/row.js";
import type { ReplyIdentity } from "./openai-chat/server/encode-reply/identity.js";
import type { EncodedReply } from "./openai-chat/server/encode-reply.js";
import type { AllowsMember, ServerRequest } from "./openai-chat/server/read-request.js";
import type { TokenPiece } from "./server/log-probabilities.js";

/** The headers of a client's request, with names in lower case, as Node's `http` gives them. */
export type IncomingHeaders = { readonly [name: string]: string | readonly string[] | undefined };

/** The server's side of a wire API that the router serves. All of it is pure except the state of a {@link DoorStream}. */
export type Door = {
  /** The base name of the API. */
  readonly api: "chat-completions" | "responses" | "messages";
  /** The path that clients post to. */
  readonly path: string;
  /**
   * Reads and checks a client's parsed body. `allows`: which members that choose whom to ask, or how, the configuration lets through.
   * `headers`: only those that are part of the API are read (`anthropic-beta`). Never throws.
   */
  readonly readRequest: (
    body: unknown,
    asked: { readonly allows: AllowsMember; readonly headers: IncomingHeaders },
  ) => ServerRequest;
  /**
   * A path of a chat request (`messages[1].parts[0]`, `toolChoice`) as the path of what the client wrote, or of the nearest member around
   * it that `body` has. Null: the request has no such member. Without a body (null) the usual names stand.
   */
  readonly clientPath: (field: string, body: JsonObject | null) => string | null;
  /**
   * A finished reply as this API's body. `body`: the client's request, since Responses echoes it. `scores`: the log probabilities of its
   * tokens, which a reply does not keep; absent: none came.
   */
  readonly encodeReply: (
    reply: Reply,
    asked: { readonly identity: ReplyIdentity; readonly body: JsonObject; readonly scores?: readonly TokenPiece[] },
  ) => EncodedReply;
  /** Opens a stream; nothing is written yet. */
  readonly openStream: (opening: StreamOpening) => DoorStream;
  /**
   * The body of an error answer in this API's form. `error` is in OpenAI's words, and `status` and `requestId` are those of the answer.
   * Chat and Responses: `{error}`. Messages: `{type: "error", error: {type, message}, request_id}`.
   */
  readonly errorBody: (error: OpenAiError, at: { readonly status: number; readonly requestId: string }) => JsonObject;
};

/**
 * What a stream begins with. `identity.id` is the id of the request; the door makes its reply's id of it (`chatcmpl-…`, `resp_…`, `msg_…`).
 * `body`: the client's request. `asked`: what an error may say about the model that is asked first. `redact`: an error without the keys
 * of the configuration; every error that the stream writes goes through it once. `nowSeconds`: the time in seconds since 1970, for a
 * reply that says when it ended; absent: it does not say so.
 */
export type StreamOpening = {
  readonly identity: ReplyIdentity;
  readonly body: JsonObject;
  readonly asked: ErrorContext;
  readonly redact: (error: OpenAiError) => OpenAiError;
  readonly nowSeconds?: () => number;
};

/**
 * Server-sent events of one stream, as text. It has a state, since copying it at each event would double the cost of the event. Comments
 * are the router's.
 */
export type DoorStream = {
  /** Another model's reply goes on in place of the one so far; what was sent stays, and so do the id and the model of the stream. */
  readonly restart: (asked: ErrorContext) => void;
  /** The text for an event; "": it sends nothing. After the end of the reply, or an error, it is always "". */
  readonly write: (event: ChatEvent) => string;
  /** Ends the stream with an error in this API's form, also as the first that it sends. No completed end follows. */
  readonly end: (error: OpenAiError) => string;
  /**
   * What the text so far could not carry over or had to add, by its path in a whole reply. It is said once: the next call has what came
   * since. The warnings among the events are not in it.
   */
  readonly takeWarnings: () => readonly Warning[];
};
