import { describe, expect, test } from "vitest";
import { secondCorpus } from "./support/corpus-2.js";
import { waiting } from "./support/indexed-apis.js";
import { type RecordedStream, wholeStreams } from "./support/recorded-stream.js";
import { damages, type StreamClaims, unlikeReadings, unnoticed, wrongCuts } from "./support/stream-claims.js";

const typeOf = ({ type }: { readonly [member: string]: unknown }) => (typeof type === "string" ? type : "chunk");

const responses: StreamClaims = {
  ends: (payload) => ["response.completed", "response.incomplete", "response.failed"].includes(typeOf(payload)),
  nameOf: typeOf,
  unseen: {},
};

/** No later event of Messages repeats a delta, and only counts name what was in it. */
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

/** By the index's name. An API is switched on by its line in `waiting`. */
const claims: { readonly [api: string]: StreamClaims } = { responses, messages };

/** The shortest, the longest, and some between them. */
function sample(streams: readonly RecordedStream[], size: number): readonly RecordedStream[] {
  if (streams.length <= size) return streams;
  const step = (streams.length - 1) / (size - 1);
  return Array.from({ length: size }, (_, at) => streams[Math.round(at * step)]).filter((one) => one !== undefined);
}

const apis = Object.keys(claims).filter((api) => !waiting.has(api));

describe.skipIf(!secondCorpus.isThere || apis.length === 0)(
  `streams ${secondCorpus.title}, of four more dialects`,
  () => {
    const streams = async (api: string) => wholeStreams(api, (await secondCorpus.read()).observed);
    const of = (api: string): StreamClaims => {
      const found = claims[api];
      if (found === undefined) throw new Error(`no claims of ${api}`);
      return found;
    };

    test.each(apis)("%s: all give the same events in whatever pieces they arrive", async (api) => {
      const unlike: string[] = [];
      for (const stream of await streams(api)) {
        if (stream.body.length < 60_000) unlike.push(...(await unlikeReadings(stream)));
      }
      expect(unlike).toEqual([]);
    });

    test.each(apis)("%s: cut before their terminal event they are truncated", async (api) => {
      const all = await streams(api);
      const wrong: string[] = [];
      for (const stream of sample(all, 12)) wrong.push(...(await wrongCuts(stream, of(api))));
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
      expect(Object.keys(unnoticed(found)).filter((damage) => !(damage in of(api).unseen))).toEqual([]);
    });
  },
);
