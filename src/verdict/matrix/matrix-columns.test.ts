import { describe, expect, test } from "vitest";
import { bedrock, build, one, openrouter, target } from "../../../test/samples/matrices.js";
import { recorded, reply, text } from "../../../test/samples/transcripts.js";

const good = reply([text("It is 42.")]);
const labels = (...built: Parameters<typeof build>) => build(...built).tables[0]?.columns.map(({ label }) => label);

describe("the columns of a table", () => {
  test("name the region only where two differ in it, and the client likewise", () => {
    const sdk = { ...bedrock, client: "sdk" as const };
    expect(labels([], [target(bedrock)])).toEqual(["bedrock converse-stream"]);
    expect(labels([one(bedrock, good), one(sdk, good)], [target(bedrock)])).toEqual([
      "bedrock converse-stream (http)",
      "bedrock converse-stream (sdk)",
    ]);
    const nowhere = { ...bedrock, target: "b", region: null };
    expect(labels([], [target(bedrock), target(nowhere)])).toEqual([
      "bedrock converse-stream @us-east-1",
      "bedrock converse-stream",
    ]);
    const elsewhere = { ...openrouter, region: "eu-west-1" };
    expect(labels([], [target(bedrock), target(elsewhere)])).toEqual([
      "bedrock converse-stream",
      "openrouter chat-completions",
    ]);
  });

  test("have one column a client, whatever was asked how often", () => {
    expect(labels([one(bedrock, good), one(bedrock, good)], [target(bedrock)])).toHaveLength(1);
  });

  test("are of their own model alone", () => {
    expect(labels([], [target(bedrock), target({ ...openrouter, model: "other" })])).toEqual([
      "bedrock converse-stream",
    ]);
  });

  test("an empty cell of an unsupported place counts nothing", () => {
    const [, table] = build([one(bedrock, good)]).tables;
    expect(table?.rows[0]?.cells[0]).toMatchObject({
      ...{ claim: null, sampling: "fixed", distinctReplies: 0, cachedTokens: null, findings: [], judged: [] },
      trials: { attempted: 0, eligible: 0, ok: 0, bad: 0, excluded: {}, interval: null, intervalKind: null },
    });
    expect(table?.columns[0]).toMatchObject({ client: "http", provider: "bedrock", region: null, upstreamPin: null });
  });
});

test.each([
  [["authored"], true],
  [["simulated"], true],
  [["authored", "simulated"], true],
  [["recorded"], false],
  [["simulated", "live"], false],
  [[], false],
] as const)("a matrix of %j bytes is authored: %s", (sources, authored) => {
  const cells = sources.map((source, at) => ({
    ...one(at === 0 ? bedrock : openrouter, good),
    provenance: { ...recorded, source },
  }));
  expect(build(cells).authored).toBe(authored);
});
