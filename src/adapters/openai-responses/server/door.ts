import type { Door } from "../../door.js";
import { clientPath } from "./client-words.js";
import { encodeReply } from "./encode-reply.js";
import { ResponsesStream } from "./encode-stream.js";
import { readRequest } from "./read-request.js";

/** The Responses API, as the router serves it: stateless, so that every request has its whole conversation. */
export const responsesDoor: Door = {
  api: "responses",
  path: "/v1/responses",
  readRequest,
  clientPath,
  encodeReply,
  openStream: (opening) => new ResponsesStream(opening),
  errorBody: (error) => ({ error }),
};
