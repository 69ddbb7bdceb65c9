import { followOrder } from "../../anthropic/order.js";
import { readRecord, readReply } from "../../anthropic/read.js";
import { noteUnsigned } from "../../draft/write-parts.js";
import { decodeAnthropic } from "./anthropic/decode-request.js";
import { encodeAnthropic } from "./anthropic/encode.js";
import type { Family } from "./family.js";

/**
 * Anthropic Claude: a Messages body with `anthropic_version` and without `model` and `stream`. Terminal record:
 * `message_stop`, which also has the metrics; the stop reason is in `message_delta` before it. The prompt body of Claude 2
 * (`completion`) is read but not written.
 * Sources: AWS "Anthropic Claude Messages API" (read 2026-08); recordings of Claude 2 to Opus 4.6, whole and streaming.
 */
export const anthropicFamily: Family = {
  id: "anthropic",
  formats: ["json-schema"],
  encode: encodeAnthropic,
  readReply,
  readRecord,
  followOrder,
  close: noteUnsigned,
  decodeRequest: decodeAnthropic,
};
