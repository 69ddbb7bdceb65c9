import { headerOf, type WireHeaders } from "../exchange.js";

/** True where a body is an AWS event stream by its content type, in any case and with any parameter. */
export function isAwsEventStream(headers: WireHeaders): boolean {
  return headerOf(headers, "content-type")?.toLowerCase().includes("vnd.amazon.eventstream") === true;
}
