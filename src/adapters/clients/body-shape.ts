import { headerOf, type WireHeaders } from "../../wire/exchange.js";

/** What a body is: events, one JSON document, or the refusal of the request. */
export type BodyShape = "stream" | "completion" | "refusal";

/** The shape of a response's body, decided by its status, then its content type, then what was requested. */
export function bodyShape(
  response: { readonly status: number; readonly headers: WireHeaders },
  streamed: boolean,
): BodyShape {
  if (response.status < 200 || response.status > 299) return "refusal";
  const type = headerOf(response.headers, "content-type")?.toLowerCase() ?? "";
  if (type.includes("event-stream")) return "stream";
  if (type.includes("html")) return "refusal";
  return type.includes("json") || !streamed ? "completion" : "stream";
}

/** The note about a body that is a stream where none was requested, or the reverse; null when it has the requested shape. */
export function otherShape(shape: BodyShape, streamed: boolean): string | null {
  if (shape === "refusal" || (shape === "stream") === streamed) return null;
  return streamed ? "requested a stream, received one JSON body" : "requested one JSON body, received a stream";
}
