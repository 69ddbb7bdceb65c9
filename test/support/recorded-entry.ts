import type { HarEntry } from "../../src/wire/har/har.js";

/** One recorded attempt, its reply in these pieces, a millisecond apart from 100 on. */
export function recordedEntry(
  pieces: readonly (string | Uint8Array)[],
  { type = "text/event-stream", ...rest }: { readonly type?: string } & Partial<HarEntry["exchange"]> = {},
): HarEntry {
  const chunks = pieces.map((piece, at) => [100 + at, Buffer.from(piece)] as const);
  return {
    exchange: {
      startedAt: "2026-02-10T12:00:00.000Z",
      request: {
        method: "POST",
        url: "https://openrouter.test/api/v1/chat/completions",
        headers: [["content-type", "application/json"]],
        body: Buffer.from('{"model":"m"}'),
      },
      response: { status: 200, headers: [["content-type", type]] },
      firstByteMs: 90,
      chunks,
      end: "eof",
      error: null,
      ...rest,
    },
    ...{ trial: 1, step: "answer", attempt: 1, client: "http" },
  };
}
