import { fileURLToPath } from "node:url";
import { openaiChat } from "../../src/adapters/openai-chat/adapter.js";
import { foldAsync } from "../../src/chat/fold.js";
import { readingOf } from "../../src/chat/read-reply.js";
import type { Reply } from "../../src/chat/reply.js";
import { plainRequest } from "../../src/chat/request.js";
import type { Target } from "../../src/chat/target.js";
import { judgeRecordings } from "../../src/library/recordings/judge-recordings.js";
import { observe } from "../../src/recordings/observe.js";
import type { ExchangeResult } from "../../src/verdict/matrix/results-schema.js";
import { type ExchangeVerdict, judgeExchange } from "../../src/verdict/observed/judge-exchange.js";
import type { WireHeaders } from "../../src/wire/exchange.js";
import { transportOf } from "../../src/wire/transport/faces.js";

/** A recorded body as `judge` reads it: the verdict, and the reply. */
export type JudgedBody = { readonly verdict: ExchangeVerdict; readonly reply: Reply };

type Recorded = {
  readonly url: string;
  readonly request: object;
  readonly contentType: string;
  readonly body: string | Uint8Array;
};

/** Judges one exchange as if it stood in a recording. */
export async function judgedBody(recorded: Recorded): Promise<JudgedBody> {
  const { exchange } = await observed(recorded);
  const { transcript, requestUnknown, toolsOffered } = exchange;
  const where = { file: "made-up.har", interaction: 0, requestUnknown, toolsOffered };
  const [turn] = transcript.turns;
  if (turn === undefined) throw new Error("no turn");
  return { verdict: judgeExchange(transcript, where), reply: turn.reply };
}

/** A chat completion, or its chunks as a stream with `[DONE]`. `tools`: as in the request. */
export async function judgedChat(
  of: { readonly body: object } | { readonly chunks: readonly object[] },
  tools: readonly object[] = [],
): Promise<JudgedBody> {
  const request = { model: "kimi-k2.5", messages: [{ role: "user", content: "When is high water?" }], tools };
  const url = "https://openrouter.ai/api/v1/chat/completions";
  if ("body" in of) {
    return judgedBody({ url, request, contentType: "application/json", body: JSON.stringify(of.body) });
  }
  const lines = [...of.chunks.map((chunk) => JSON.stringify(chunk)), "[DONE]"].map((data) => `data: ${data}\n\n`);
  const streamed = { ...request, stream: true };
  return judgedBody({ url, request: streamed, contentType: "text/event-stream", body: lines.join("") });
}

/** The facts that the official SDK and our own client must read alike, from the same bytes: [SDK's, ours]. */
export async function bothReadings(recorded: Recorded): Promise<readonly [unknown, unknown]> {
  const { exchange } = await observed(recorded);
  const target: Target = { ...exchange.target, baseUrl: "http://127.0.0.1:1/v1" };
  const headers: WireHeaders = [["content-type", recorded.contentType]];
  const readBy = async (client: "sdk" | "http") => {
    const transport = transportOf(async () => ({ status: 200, headers, chunks: once(bytesOf(recorded.body)) }));
    const connection = {
      target,
      transport,
      credentials: { kind: "recorded" },
      policy: "faithful",
      baseUrl: null,
    } as const;
    const send = await openaiChat.open(client, connection);
    const reply = await foldAsync(send(plainRequest("m", []), new AbortController().signal));
    return { ...readingOf(reply), notes: reply.notes.filter(({ id }) => id !== "done-missing") };
  };
  return [await readBy("sdk"), await readBy("http")];
}

/** The exchanges of an input below `test/cases/inputs`, as `judge --json` prints them. */
export async function judgedInput(name: string): Promise<readonly ExchangeResult[]> {
  const path = fileURLToPath(new URL(`../cases/inputs/${name}`, import.meta.url));
  return (await judgeRecordings(path, {})).exchanges;
}

/** The findings as `bad empty-reply silent`, in their order. */
export function findingsOf(
  findings: readonly { readonly severity: string; readonly id: string; readonly cause: string | null }[],
): readonly string[] {
  return findings.map(({ severity, id, cause }) => [severity, id, ...(cause === null ? [] : [cause])].join(" "));
}

async function observed({ url, request, contentType, body }: Recorded) {
  const read = await observe({
    file: "made-up.har",
    format: "har",
    interaction: 0,
    request: {
      method: "POST",
      url,
      headers: [["content-type", "application/json"]],
      body: bytesOf(JSON.stringify(request)),
    },
    response: { status: 200, headers: [["content-type", contentType]] },
    chunks: [[null, bytesOf(body)]],
    end: "eof",
    error: null,
    recordedAt: null,
    after: null,
    losses: [],
    notes: [],
  });
  if (read.kind !== "exchange") throw new Error(`the exchange was skipped: ${read.reason}`);
  return read;
}

function bytesOf(body: string | Uint8Array): Uint8Array {
  return typeof body === "string" ? new TextEncoder().encode(body) : body;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
