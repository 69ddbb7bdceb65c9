import type { Door } from "../../door.js";
import { clientPath } from "./client-words.js";
import { asksLogprobs } from "./encode-reply/scores.js";
import { encodeReply } from "./encode-reply.js";
import { ChatStream, completionIdentity } from "./encode-stream/chat-stream.js";
import { readServerRequest } from "./read-request.js";

/** Chat Completions, as the router serves them. */
export const chatDoor: Door = {
  api: "chat-completions",
  path: "/v1/chat/completions",
  readRequest: (body, { allows }) => readServerRequest(body, allows),
  clientPath,
  encodeReply: (reply, { identity, body, scores = [] }) =>
    encodeReply(reply, completionIdentity(identity), { scores, isAsked: asksLogprobs(body) }),
  openStream: (opening) => new ChatStream(opening),
  errorBody: (error) => ({ error }),
};
