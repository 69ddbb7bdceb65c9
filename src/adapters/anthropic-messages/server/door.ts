import type { Door } from "../../door.js";
import { clientPath } from "./client-words.js";
import { errorBody } from "./encode-error.js";
import { encodeReply } from "./encode-reply.js";
import { openStream } from "./encode-stream.js";
import { readRequest } from "./read-request.js";

/** Anthropic's Messages, as the router serves them. */
export const messagesDoor: Door = {
  api: "messages",
  path: "/v1/messages",
  readRequest,
  clientPath,
  encodeReply,
  openStream,
  errorBody,
};
