import { describe, expect, test } from "vitest";
import { secondCorpus } from "./support/corpus-2.js";
import { dialectClaims } from "./support/dialect-claims.js";
import { waiting } from "./support/indexed-apis.js";
import { type RecordedStream, wholeStreams } from "./support/recorded-stream.js";
import { damages, type StreamClaims, unlikeReadingsOf, unnoticed, wrongCuts } from "./support/stream-claims.js";

/** The shortest, the longest, and some between them. */
function sample(streams: readonly RecordedStream[], size: number): readonly RecordedStream[] {
  if (streams.length <= size) return streams;
  const step = (streams.length - 1) / (size - 1);
  return Array.from({ length: size }, (_, at) => streams[Math.round(at * step)]).filter((one) => one !== undefined);
}

const apis = Object.keys(dialectClaims).filter((api) => !waiting.has(api));

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
      const found = dialectClaims[api];
      if (found === undefined) throw new Error(`no claims of ${api}`);
      return found;
    };

    test.each(apis)("%s: streams give the same events in whatever pieces they arrive", async (api) => {
      const all = (await streams(api)).filter(({ body }) => body.length < 60_000);
      expect(await unlikeReadingsOf(all, of(api))).toEqual([]);
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
