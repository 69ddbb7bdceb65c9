import { beforeAll, describe, expect, test } from "vitest";
import type { Credentials } from "../src/adapters/adapter.js";
import { adapterFor } from "../src/adapters/registry.js";
import { askedApiNames } from "../src/chat/api.js";
import { foldAsync } from "../src/chat/fold.js";
import { readingOf } from "../src/chat/read-reply.js";
import type { Reply } from "../src/chat/reply.js";
import { type ChatRequest, plainRequest } from "../src/chat/request.js";
import type { Target } from "../src/chat/target.js";
import { recordedExchange } from "../src/recordings/import-fixture.js";
import type { Observation } from "../src/recordings/observe.js";
import { differencesOf } from "../src/runner/trial/second-reading.js";
import type { RecordedExchange } from "../src/wire/exchange.js";
import { createEventStreamParser, encodeEventFrame } from "../src/wire/frames/event-stream.js";
import { readHar, writeHar } from "../src/wire/har/har.js";
import { createRedactor } from "../src/wire/secrets/redact.js";
import { transportOf } from "../src/wire/transport/faces.js";
import { createReplay } from "../src/wire/transport/replay.js";
import { corpusIndex, corpusTitle, hasCorpus, readCorpus, rowKey } from "./support/corpus.js";

type Exchange = Extract<Observation, { kind: "exchange" }>;

const credentials: Credentials = { kind: "recorded" };
const base = "https://replayed.invalid/v1";

describe.skipIf(!hasCorpus)(`recorded bytes ${corpusTitle}`, () => {
  let observed: ReadonlyMap<string, Observation> = new Map();
  let exchanges: readonly Exchange[] = [];

  beforeAll(async () => {
    ({ observed } = await readCorpus());
    exchanges = [...observed.values()].filter((one) => one.kind === "exchange");
  });

  test("every event stream decodes with both CRCs, and its frames encode to the same bytes", () => {
    const indexed = new Set(
      corpusIndex()
        .filter(({ wire }) => wire === "eventstream-crc-ok")
        .map((row) => rowKey(row["path"] ?? "", row["interaction"] ?? "")),
    );
    const streams = [...observed].filter(([key]) => indexed.has(key)).map(([, one]) => one);
    let frames = 0;
    for (const { interaction } of streams) {
      const bytes = Buffer.concat(interaction.chunks.map(([, one]) => one));
      const parser = createEventStreamParser();
      const read = parser.push(bytes);
      expect(parser.end().pendingBytes).toBe(0);
      const again = read.map(({ headers, payload }) =>
        encodeEventFrame(
          [...headers].map(([name, { value }]) => [name, String(value)]),
          payload,
        ),
      );
      expect(Buffer.concat(again).equals(bytes)).toBe(true);
      frames += read.length;
    }
    expect({ streams: streams.length, frames }).toEqual({ streams: 124, frames: 3881 });
  });

  test("written as HAR and replayed through the real SDKs, every exchange gives the reply that decoding it gives", async () => {
    const counts: { [word: string]: number } = {};
    const differing: string[] = [];
    for (const one of exchanges) {
      const came = await replayed(one);
      const word = typeof came === "string" ? came : "replayed";
      counts[word] = (counts[word] ?? 0) + 1;
      if (typeof came === "string") continue;
      const direct = one.exchange.transcript.turns[0]?.reply;
      if (direct === undefined) throw new Error("an exchange has one turn");
      const found = differencesOf(readingOf(direct), readingOf(came));
      if (found.length > 0)
        differing.push(`${one.interaction.file}#${one.interaction.interaction}: ${found.join("; ")}`);
    }
    expect(differing).toEqual([]);
    // What is not replayed has no wire bytes any more, or is an InvokeModel refusal of a model that does not exist, without
    // its request: no body family to make one up in.
    expect(counts).toEqual({
      replayed: 1638,
      "lost: wire-text": 395,
      "lost: wire-text, frames": 58,
      "lost: frames": 26,
      "the request cannot be encoded again: quirks.family": 2,
    });
  });
});

/** The reply that the SDK reads from the recording, through a HAR on its way; or why there is no such reply. */
async function replayed({ interaction, exchange }: Exchange): Promise<Reply | string> {
  if (!isWire(interaction)) return `lost: ${interaction.losses.filter((loss) => notWire.has(loss)).join(", ")}`;
  const target: Target = { ...exchange.target, region: exchange.target.region ?? "us-east-1", baseUrl: base };
  if (!isAsked(target.api)) return "read, and not asked";
  const adapter = await adapterFor(target.api);
  const request = exchange.requestUnknown ? madeUp(target) : (exchange.transcript.turns[0]?.request ?? madeUp(target));
  const encoded = adapter.encode(request, { target, policy: "faithful" });
  if (encoded.kind === "refused") return `the request cannot be encoded again: ${encoded.field}`;
  const recorded: RecordedExchange = {
    ...(await recordedExchange(interaction, target)),
    request: {
      method: "POST",
      url: base + encoded.path,
      headers: [["content-type", "application/json"]],
      body: new TextEncoder().encode(JSON.stringify(encoded.body)),
    },
  };
  const fixture = throughHar(recorded, target);
  if (fixture === null) return "holds what looks like a secret";
  const transport = transportOf(createReplay([fixture]).exchange);
  const send = await adapter.open("sdk", { target, transport, credentials, policy: "faithful", baseUrl: base });
  return foldAsync(send(request, new AbortController().signal));
}

function isAsked(api: Target["api"]): boolean {
  return (askedApiNames() as readonly string[]).includes(api);
}

function throughHar(recorded: RecordedExchange, target: Target): RecordedExchange | null {
  const stored = createRedactor([]).exchange(recorded);
  const same = stored.chunks.every(([, bytes], at) => Buffer.compare(bytes, recorded.chunks[at]?.[1] ?? bytes) === 0);
  if (!same || Buffer.compare(stored.request.body ?? new Uint8Array(), recorded.request.body ?? new Uint8Array()) !== 0)
    return null;
  const text = writeHar({
    meta: {
      formatVersion: 1,
      source: "recorded",
      recordedAt: "2026-01-01T00:00:00.000Z",
      after: null,
      scenario: "imported",
      scenarioVersion: 0,
      target: "a/b/c",
      note: null,
      endpoint: null,
      region: target.region,
      versions: {},
    },
    entries: [{ exchange: stored, trial: 1, step: "a", attempt: 1, client: "sdk" }],
  });
  return readHar(text, "replayed.har").entries[0]?.exchange ?? null;
}

function madeUp({ providerModelId }: Target): ChatRequest {
  return plainRequest(providerModelId, [
    { role: "user", parts: [{ kind: "text", text: "(not recorded)" }], name: null },
  ]);
}

/** Losses of the bytes themselves: written again from parsed values, or framed by us. */
const notWire: ReadonlySet<string> = new Set(["wire-text", "frames"]);

function isWire({ losses }: Exchange["interaction"]): boolean {
  return !losses.some((loss) => notWire.has(loss));
}
