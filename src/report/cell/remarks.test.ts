import { expect, test } from "vitest";
import type { Remark } from "../../scenario/catalog.js";
import type { CellIdentity, Provenance } from "../../transcript/transcript.js";
import { remarksOn } from "./remarks.js";

const remark: Remark = {
  ...{ model: "deepseek-r1", provider: "bedrock", api: "converse-stream", scenario: "basic-chat" },
  ...{ text: "Bedrock refuses the bare id.", fixture: "The fixture follows the comparison." },
  ...{ source: "https://example.com/1", date: "2026-11-20" },
};
const cell: CellIdentity = {
  ...{ target: "deepseek-r1/bedrock/converse-stream", model: "deepseek-r1", provider: "bedrock" },
  ...{ api: "converse-stream", scenario: "basic-chat", scenarioVersion: 1, client: "sdk" },
  ...{ providerModelId: "deepseek.r1-v1:0", region: null, upstreamPin: null },
};
const from = (source: "authored" | "recorded" | "simulated"): Provenance => ({
  ...{ source, recordedAt: null, after: null, endpoint: null, recorder: null, note: null, region: null },
});

test("a remark stands beside its cell alone, and speaks of the fixture where that was replayed alone", () => {
  const texts = (source: "authored" | "recorded" | "simulated") =>
    remarksOn([remark], { cell, provenance: from(source) }).map(({ text }) => text);
  expect(texts("authored")).toEqual(["Bedrock refuses the bare id. The fixture follows the comparison."]);
  expect(texts("recorded")).toEqual(["Bedrock refuses the bare id."]);
  expect(texts("simulated")).toEqual(["Bedrock refuses the bare id."]);
  expect(remarksOn([remark], { cell: { ...cell, scenario: "tool-call" }, provenance: null })).toEqual([]);
  expect(remarksOn([remark], { cell: { ...cell, provider: "openrouter" }, provenance: null })).toEqual([]);
});
