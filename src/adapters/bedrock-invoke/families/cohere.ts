import { decodeCohere } from "./cohere/decode-request.js";
import { encodeCohere } from "./cohere/encode.js";
import { readRecord, readReply } from "./cohere/read.js";
import type { Family } from "./family.js";

/**
 * Cohere Command R: `{message, chat_history, preamble, …}`, replies `{text, finish_reason, …}`. The retired Command models
 * used `{prompt, …}` and `{generations: [{text, finish_reason}]}`, which are read but not written. Terminal record: the one
 * with `is_finished: true` or with a `finish_reason` (Command sends one record when it does not stream). Tools of Command R
 * have a form of their own (`parameter_definitions`, calls without ids) that is not written, so tools are refused.
 * Sources: AWS "Cohere Command R" and "Cohere Command" (read 2026-08); recordings of command-r, command-text, -light.
 */
export const cohereFamily: Family = {
  id: "cohere",
  formats: [],
  encode: encodeCohere,
  readReply,
  readRecord,
  close: () => {},
  decodeRequest: decodeCohere,
};
