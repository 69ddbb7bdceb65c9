import { factors } from "../../src/verdict/attribution/factors/registry.js";
import type { Failing } from "../../src/verdict/attribution/failing.js";
import type { Place } from "../../src/verdict/attribution/places.js";
import type { Sample } from "../../src/verdict/attribution/samples.js";

/** Samples and failing cells written by hand, for tests of attribution. They are of one run, with references, unless a test says otherwise. */

const bedrock: Place = {
  model: "kimi-k2.5",
  provider: "bedrock",
  api: "converse-stream",
  providerModelId: "moonshotai.kimi-k2.5",
  region: "us-east-1",
  upstreamPin: null,
  served: [],
  client: "http",
};

const chat = { api: "chat-completions-stream", region: null } as const;

/** Places by a short name. */
export const places = {
  bedrock,
  bedrockWhole: { ...bedrock, api: "converse" },
  bedrockInvoke: { ...bedrock, api: "invoke-model-stream" },
  bedrockTokyo: { ...bedrock, region: "ap-northeast-1" },
  bedrockSdk: { ...bedrock, client: "sdk" },
  moonshot: { ...bedrock, ...chat, provider: "moonshot", providerModelId: "kimi-k2.5" },
  openrouter: { ...bedrock, ...chat, provider: "openrouter", providerModelId: "moonshotai/kimi-k2.5" },
  openrouterMoonshot: {
    ...{ ...bedrock, ...chat, provider: "openrouter", providerModelId: "moonshotai/kimi-k2.5" },
    upstreamPin: "moonshotai",
    served: ["Moonshot AI"],
  },
  openrouterBedrock: {
    ...{ ...bedrock, ...chat, provider: "openrouter", providerModelId: "moonshotai/kimi-k2.5" },
    upstreamPin: "amazon-bedrock",
    served: ["Amazon Bedrock"],
  },
  openrouterParasail: {
    ...{ ...bedrock, ...chat, provider: "openrouter", providerModelId: "moonshotai/kimi-k2.5" },
    upstreamPin: "parasail",
    served: ["Parasail"],
  },
  claudeBedrock: { ...bedrock, model: "claude-haiku-4.5", providerModelId: "us.anthropic.claude-haiku-4-5" },
  claudeMoonshot: { ...bedrock, ...chat, model: "claude-haiku-4.5", provider: "openrouter", upstreamPin: "anthropic" },
} as const satisfies { readonly [name: string]: Place };

export type PlaceName = keyof typeof places;

const none = Object.fromEntries(factors.map(({ id }) => [id, null]));

/** The factors of the question after a tool result, with a neutral id. */
export const afterTool = {
  ...none,
  "id-form": "neutral",
  "result-form": "JSON",
  "reasoning-history": "absent",
  "blank-text": "absent",
  "text-before-call": "absent",
  "call-count": "1",
  "token-limit": "1024",
};

type Given = Partial<Omit<Sample, "place" | "bad" | "eligible">> & {
  readonly at?: PlaceName;
  readonly factors?: { readonly [id: string]: string | null };
  readonly question?: string;
};

/** `ok` good and `bad` bad trials of one question. */
export function sample(
  ok: number,
  bad: number,
  { at = "bedrock", factors: own = {}, question = "q", ...given }: Given = {},
): Sample {
  return {
    name: `${Object.values(own).join(" ") || "plain"} on ${at}`,
    scenario: null,
    place: places[at],
    asks: [{ step: "answer", question, factors: { ...afterTool, ...own } }],
    bad,
    eligible: ok + bad,
    stopped: null,
    source: "live",
    nonced: true,
    repeats: false,
    days: ["2026-11-28", "2026-11-28"],
    run: "this run",
    endpoint: null,
    upstreams: {},
    ...given,
  };
}

/** A failing cell of a sample. */
export function failing(of: Sample, given: Partial<Failing> = {}): Failing {
  return {
    sample: of,
    ask: of.asks[0] ?? null,
    symptom: `empty-reply (silent) in ${of.bad}`,
    findings: ["empty-reply"],
    refusal: null,
    second: null,
    changes: [],
    ...{ twin: null, agreed: [], unused: [], nativeCallId: null },
    ...given,
  };
}
