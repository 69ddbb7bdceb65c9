import type { Reply } from "../../src/chat/reply.js";
import type { Target } from "../../src/chat/target.js";
import { noQuirks } from "../../src/chat/unset.js";
import type { CatalogModel, Suite } from "../../src/scenario/catalog.js";
import type { CellIdentity, Transcript } from "../../src/transcript/transcript.js";
import { compareWithKnown } from "../../src/verdict/baseline.js";
import { judgeCell } from "../../src/verdict/judge-cell.js";
import { buildMatrix, type Matrix } from "../../src/verdict/matrix/matrix.js";
import { capabilities, cell, scenario, step, transcript, turn } from "./transcripts.js";

/** Small matrices of hand-written transcripts: Kimi on OpenRouter and on Bedrock, and GPT-4o, which Bedrock has not. */
export const asked = scenario([step("ask")]);
export const second = scenario([step("ask")], { id: "second" });
export const bedrock: Partial<CellIdentity> = {};
export const openrouter: Partial<CellIdentity> = {
  target: "kimi-k2.5/openrouter/chat-completions",
  provider: "openrouter",
  api: "chat-completions",
  providerModelId: "moonshotai/kimi-k2.5",
  region: null,
};

export const suite: Suite = {
  name: "seed",
  title: "Seed",
  description: null,
  live: false,
  tested: "2026-02-10",
  scenarioTags: [],
  models: [],
  columns: [],
  targets: [],
  remarks: [],
  briefs: [],
  unsupported: [
    {
      model: "gpt-4o",
      provider: "bedrock",
      api: "converse-stream",
      reason: "not offered",
      source: "a document",
      date: "2026-02-10",
    },
  ],
};

export function one(identity: Partial<CellIdentity>, answer: Reply): Transcript {
  return transcript([turn("ask", answer)], { cell: identity });
}

export function build(transcripts: readonly Transcript[], targets = [target(openrouter), target(bedrock)]): Matrix {
  const verdicts = transcripts.map((trial) => judgeCell([trial], asked, { capabilities }));
  return buildMatrix({
    verdicts,
    transcripts,
    suite,
    models: [model("kimi-k2.5"), model("gpt-4o"), model("claude")],
    targets,
    scenarios: [asked, second],
    known: compareWithKnown(verdicts, [], "2026-11-20"),
    generatedFrom: {
      mode: "replay",
      command: "npm start",
      date: null,
      versions: { openai: "6", "llm-parity": "0.1.0" },
    },
  });
}

export function target(identity: Partial<CellIdentity>): Target {
  const { target: id, model: name, provider, api, providerModelId, region, upstreamPin } = { ...cell, ...identity };
  return {
    ...{ id, model: name, provider, api, providerModelId, region, upstreamPin },
    upstreamName: null,
    baseUrl: null,
    keyVariable: null,
    auth: "none",
    signingName: null,
    capabilities,
    quirks: noQuirks,
    extra: {},
    price: null,
    sources: [],
  };
}

export function model(name: string): CatalogModel {
  return { name, title: name, vendor: "", description: null, retired: null, successor: null, sources: [], refuses: [] };
}
