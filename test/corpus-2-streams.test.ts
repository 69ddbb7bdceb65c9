import { describe, expect, test } from "vitest";
import type { JsonObject } from "../src/chat/json.js";
import { secondCorpus } from "./support/corpus-2.js";
import { waiting } from "./support/indexed-apis.js";
import { type RecordedStream, wholeStreams } from "./support/recorded-stream.js";
import { damages, type StreamClaims, unlikeReadings, unnoticed, wrongCuts } from "./support/stream-claims.js";

const typeOf = ({ type }: { readonly [member: string]: unknown }) => (typeof type === "string" ? type : "chunk");

/** A letter of encrypted reasoning: the final output has it encrypted anew, so that the two are never alike. */
const opaque = "encrypted reasoning";

const responses: StreamClaims = {
  ends: (payload) => ["response.completed", "response.incomplete", "response.failed"].includes(typeOf(payload)),
  nameOf: typeOf,
  unseen: { "flip response.output_item.done": opaque, "mark response.output_item.done": opaque },
};

/** The text and the arguments are the sum of their deltas, and no event repeats them. */
const once = "a delta is repeated nowhere";

const messages: StreamClaims = {
  ends: (payload) => typeOf(payload) === "message_stop",
  nameOf: typeOf,
  unseen: {
    "drop content_block_delta": once,
    "double content_block_delta": once,
    "swap content_block_delta": once,
    "flip content_block_delta": "a letter of a text, of arguments or of a signature",
    "flip content_block_start": "a letter of the id of a call",
    "flip message_start": "a letter of the id or of the model, or a digit of a count",
    "flip message_delta": "a digit of a count",
  },
};

/** A chunk of Gemini repeats nothing of another, and no event begins or ends a part: what was in it is lost without a trace. */
const alone = "each chunk stands alone";

const generateContent: StreamClaims = {
  ends: isFinish,
  nameOf: (payload, isLast) => {
    if (isFinish(payload)) return isLast ? "last" : "finish";
    return JSON.stringify(payload).includes('"functionCall"') ? "call" : "chunk";
  },
  unseen: {
    "drop chunk": alone,
    "double chunk": alone,
    "swap chunk": alone,
    "flip chunk": "a letter of the text or of a signature",
    "mark chunk": "inside the text or a signature",
    "double finish": alone,
    "drop finish": "with code execution Gemini sends two finishes, and the last one counts",
    "swap finish": alone,
    "double last": "its text comes twice; with code execution Gemini itself sends two finishes",
    "flip last": "a letter of the text, a signature, or a count",
    "mark last": "inside the text, a signature, or a name that is not read",
    "drop call": alone,
    "double call": "two calls, or a text twice in one",
    "swap call": alone,
    "flip call": "a letter of a name, of a text or of a signature",
    "mark call": "inside a text or a signature",
  },
};

function isFinish(payload: JsonObject): boolean {
  return JSON.stringify(payload).includes('"finishReason":');
}

const cohereChat: StreamClaims = {
  ends: (payload) => typeOf(payload) === "message-end",
  nameOf: typeOf,
  unseen: {
    ...{
      "drop content-delta": once,
      "double content-delta": once,
      "swap content-delta": once,
      "flip content-delta": once,
    },
    ...{ "drop tool-plan-delta": once, "double tool-plan-delta": once, "swap tool-plan-delta": once },
    ...{ "flip tool-plan-delta": once, "mark tool-plan-delta": once },
    ...{ "drop tool-call-delta": once, "double tool-call-delta": once, "swap tool-call-delta": once },
    ...{ "flip tool-call-delta": once, "mark tool-call-delta": once },
    "flip message-start": "the id",
    "flip message-end": "a count, or a name that is not read",
    "mark message-end": "inside a name that is not read",
  },
};

/** By the index's name. An API is switched on by its line in `waiting`. */
const claims: { readonly [api: string]: StreamClaims } = {
  responses,
  messages,
  "generate-content": generateContent,
  "cohere-chat": cohereChat,
};

/** The shortest, the longest, and some between them. */
function sample(streams: readonly RecordedStream[], size: number): readonly RecordedStream[] {
  if (streams.length <= size) return streams;
  const step = (streams.length - 1) / (size - 1);
  return Array.from({ length: size }, (_, at) => streams[Math.round(at * step)]).filter((one) => one !== undefined);
}

const apis = Object.keys(claims).filter((api) => !waiting.has(api));

async function readStreams(api: string): Promise<readonly RecordedStream[]> {
  const rows = secondCorpus.index().filter((row) => row["API"] === api && row["streaming"] === "y");
  const { observed } = await secondCorpus.readFiles([...new Set(rows.map(({ path = "" }) => path))]);
  return wholeStreams(api, observed);
}

describe.skipIf(!secondCorpus.isThere || apis.length === 0)(
  `streams ${secondCorpus.title}, of four more dialects`,
  () => {
    const read = new Map<string, Promise<readonly RecordedStream[]>>();
    const streams = (api: string) => {
      const known = read.get(api) ?? readStreams(api);
      read.set(api, known);
      return known;
    };
    const of = (api: string): StreamClaims => {
      const found = claims[api];
      if (found === undefined) throw new Error(`no claims of ${api}`);
      return found;
    };

    test.each(apis)("%s: streams give the same events in whatever pieces they arrive", async (api) => {
      const unlike: string[] = [];
      for (const stream of await streams(api)) {
        if (stream.body.length < 60_000) unlike.push(...(await unlikeReadings(stream)));
      }
      expect(unlike).toEqual([]);
    });

    test.each(apis)("%s: cut before their terminal event they are truncated", async (api) => {
      const all = await streams(api);
      const wrong: string[] = [];
      for (const stream of sample(
        all.filter(({ body }) => body.length < 40_000),
        6,
      ))
        wrong.push(...(await wrongCuts(stream, of(api))));
      expect(wrong).toEqual([]);
    });

    test.each(apis)("%s: damage is never ok where it can be seen", async (api) => {
      const found = [];
      for (const stream of sample(
        (await streams(api)).filter(({ body }) => body.length < 20_000),
        12,
      )) {
        found.push(...(await damages(stream, of(api))));
      }
      expect(found.length).toBeGreaterThan(0);
      const { unseen } = of(api);
      expect(Object.keys(unnoticed(found)).filter((damage) => !Object.hasOwn(unseen, damage))).toEqual([]);
    });
  },
);
