import type { IncomingMessage } from "node:http";
import type { JsonValue } from "../../../chat/json.js";

/** The response to a body that is not JSON, or is too large. */
export type BodyFault = { readonly status: number; readonly code: string; readonly message: string };

/** Reads a request's body as JSON. A body of more than `maxBytes` bytes is a fault. Rejects if the client disconnects before its end. */
export async function readJson(
  request: IncomingMessage,
  maxBytes: number,
): Promise<{ readonly value: JsonValue } | { readonly fault: BodyFault }> {
  const encoding = request.headers["content-encoding"];
  if (encoding !== undefined && encoding !== "identity") {
    return { fault: { status: 415, code: "unsupported_encoding", message: "send the body without content-encoding" } };
  }
  // A page from another origin can send plain text without a preflight request, but not JSON.
  if (!/^application\/json\s*(?:;|$)/i.test(request.headers["content-type"] ?? "")) {
    return { fault: { status: 415, code: "unsupported_media_type", message: "send content-type: application/json" } };
  }
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) return tooLarge(maxBytes);
  const body = await readBytes(request, maxBytes);
  if (body === null) return tooLarge(maxBytes);
  try {
    const value: JsonValue = JSON.parse(utf8.decode(body));
    return { value };
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message : "it is not UTF-8";
    return { fault: { status: 400, code: "invalid_json", message: `the body is not JSON: ${why}` } };
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** The body; null: larger than `maxBytes`. Rejects if it breaks off. Iteration would double the cost of reading a request. */
function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) {
        request.pause();
        resolve(null);
      } else chunks.push(chunk);
    });
    request.on("end", () =>
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)),
    );
    request.on("error", reject);
    request.on("close", () => {
      // Making an error costs a stack trace, so none is made for a complete body.
      if (!request.complete) reject(new Error("the client disconnected before its request was complete"));
    });
  });
}

function tooLarge(maxBytes: number): { readonly fault: BodyFault } {
  return { fault: { status: 413, code: "body_too_large", message: `the body has more than ${maxBytes} bytes` } };
}
