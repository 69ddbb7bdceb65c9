import type { IncomingMessage } from "node:http";
import type { JsonValue } from "../../chat/json.js";

/** A body that is no JSON, or is too large: what to answer. */
export type BodyFault = { readonly status: number; readonly code: string; readonly message: string };

/** Reads a request's body as JSON, at most `maxBytes` of it. */
export async function readJson(
  request: IncomingMessage,
  maxBytes: number,
): Promise<{ readonly value: JsonValue } | { readonly fault: BodyFault }> {
  const encoding = request.headers["content-encoding"];
  if (encoding !== undefined && encoding !== "identity") {
    return { fault: { status: 415, code: "unsupported_encoding", message: "send the body without content-encoding" } };
  }
  // A page elsewhere can send plain text without asking first, and no JSON.
  if (!/^application\/json\s*(?:;|$)/i.test(request.headers["content-type"] ?? "")) {
    return { fault: { status: 415, code: "unsupported_media_type", message: "send content-type: application/json" } };
  }
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) return tooLarge(maxBytes);
  const body = await wholeOf(request, maxBytes);
  if (body === null) return tooLarge(maxBytes);
  try {
    const value: JsonValue = JSON.parse(utf8.decode(body));
    return { value };
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message : "it is not UTF-8";
    return { fault: { status: 400, code: "invalid_json", message: `the body is no JSON: ${why}` } };
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Null: it is larger. Rejects for one that breaks off. Not by iteration, which costs as much as the rest of reading a request. */
function wholeOf(request: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
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
      // An error costs its stack: none is made for a body that has ended.
      if (!request.complete) reject(new Error("the client left before its request was whole"));
    });
  });
}

function tooLarge(maxBytes: number): { readonly fault: BodyFault } {
  return { fault: { status: 413, code: "body_too_large", message: `the body has more than ${maxBytes} bytes` } };
}
