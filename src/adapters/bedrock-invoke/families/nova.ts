import type { Family } from "./family.js";
import { decodeNova } from "./nova/decode-request.js";
import { encodeNova } from "./nova/encode.js";
import { followOrder } from "./nova/order.js";
import { readRecord, readReply } from "./nova/read.js";

/**
 * Amazon Nova: a body like Converse with `schemaVersion: "messages-v1"` and the settings in `inferenceConfig`; records are
 * Converse's stream events, each under its own name. Terminal record: `messageStop`; usage and metrics follow in
 * `metadata`. A stream closes its text block after every delta, so neighbouring text blocks are read as one part, as in
 * the whole reply.
 * Sources: AWS Nova "Complete request schema" (read 2026-08); recordings of nova-micro, -lite and -pro, with tools.
 */
export const novaFamily: Family = {
  id: "nova",
  formats: [],
  encode: encodeNova,
  readReply,
  readRecord,
  followOrder,
  close: () => {},
  decodeRequest: decodeNova,
};
