import type { WireHeaders } from "../../src/wire/exchange.js";

/** The response headers of Bedrock, for a stream and for a whole reply. */
export const streamHeaders: WireHeaders = [
  ["content-type", "application/vnd.amazon.eventstream"],
  ["x-amzn-requestid", "req-1"],
];

export const jsonHeaders: WireHeaders = [
  ["content-type", "application/json"],
  ["x-amzn-requestid", "req-1"],
];
