import { bedrockAsks as asks } from "../asks/bedrock.js";
import type { Assumption } from "../assumption.js";
import { acceptedUnless, refusedWith, sameCredentials, thereOrNot } from "../decide.js";

const vendor = "AWS Bedrock";
const guide = {
  source: "docs.aws.amazon.com/bedrock/latest/userguide/inference-responses-api.html",
  date: "2026-11-20",
};

/** Where Bedrock is taken to answer, under which ids, and to which credentials. */
export const bedrockPlaceAssumptions: readonly Assumption[] = [
  {
    id: "bedrock-profile-required",
    vendor,
    statement: "The bare id `deepseek.r1-v1:0` is refused: it needs an inference profile.",
    source: "Mintplex-Labs/anything-llm#3441",
    date: "2026-11-20",
    relies: "The ids of `scenarios/models.yaml`, and the failure `inference-profile`.",
    probe: { kind: "ask", asks: [asks.bareDeepseek], decide: refusedWith(/on-demand throughput isn't supported/i) },
  },
  {
    id: "bedrock-retired",
    vendor,
    statement: "Claude 3.5 Sonnet is refused as a model at the end of its life.",
    source: "posit-dev/positron#9339 (AWS mail); error text in 0xPlaygrounds/rig@b75850e899",
    date: "2026-03-01",
    relies: "`retired` in `scenarios/models.yaml`, and the failure `model-retired`.",
    probe: {
      kind: "ask",
      asks: [asks.retired],
      decide: refusedWith(/end of its life|marked by provider as Legacy/i),
    },
  },
  {
    id: "bedrock-unknown-model",
    vendor,
    statement: "An unknown model id is refused with the words `The provided model identifier is invalid`.",
    source: "recorded traffic of pydantic/pydantic-ai@4fda38988f",
    date: "2026-11-20",
    relies: "The failure `model-not-found`.",
    probe: { kind: "ask", asks: [asks.unknownModel], decide: refusedWith(/model identifier is invalid/i) },
  },
  {
    id: "bedrock-error-type",
    vendor,
    statement: "A refusal names its type in the header `x-amzn-errortype`.",
    source: "AWS restJson1 protocol; AWS SDK 3.1162.0",
    date: "2026-11-04",
    relies: "`src/adapters/errors/error-type.ts`, the first sign that errors are classified by.",
    probe: {
      kind: "ask",
      asks: [asks.unknownModel],
      decide: ([answer]) => {
        const isRefusal = answer !== undefined && [400, 404].includes(answer.status ?? 0);
        if (!isRefusal) return { state: "open", evidence: "the request was not refused for its model" };
        return thereOrNot(answer.header("x-amzn-errortype"), "x-amzn-errortype");
      },
    },
  },
  {
    id: "bedrock-openai-bearer",
    vendor,
    statement: "The runtime's `/openai/v1` takes a Bedrock API key as a bearer token.",
    ...guide,
    relies: "The provider `bedrock-openai` (`src/scenario/provider.ts`).",
    probe: {
      kind: "ask",
      asks: [asks.kimiWhole, asks.openaiRoute],
      decide: sameCredentials(({ isSigned }) => !isSigned, "asked with a signature, since no Bedrock API key is set"),
    },
  },
  {
    id: "bedrock-openai-signature",
    vendor,
    statement: "The runtime's `/openai/v1` takes a SigV4 signature for the service `bedrock`.",
    ...guide,
    relies: "The signing name of the provider `bedrock-openai` (`src/scenario/provider.ts`).",
    probe: {
      kind: "ask",
      asks: [asks.kimiWhole, asks.openaiRoute],
      decide: sameCredentials(
        ({ isSigned }) => isSigned,
        "asked with a Bedrock API key; unset it to ask with a signature",
      ),
    },
  },
  {
    id: "mantle-base-url",
    vendor,
    statement: "`https://bedrock-mantle.{region}.api.aws/v1` serves Kimi K2.5.",
    ...guide,
    relies: "The base URL of the provider `bedrock-mantle` (`src/scenario/provider.ts`).",
    probe: {
      kind: "ask",
      asks: [asks.mantle],
      decide: acceptedUnless(/isn't supported on this route|does(?:n't| not) support the|not found|does not exist/i),
    },
  },
  {
    id: "mantle-other-route",
    vendor,
    statement: "Mantle refuses Kimi K2.5 under `/openai/v1`: `isn't supported on this route`.",
    ...guide,
    relies: "The failure `api-unsupported` and its hint.",
    probe: { kind: "ask", asks: [asks.mantleOtherRoute], decide: refusedWith(/isn't supported on this route/i) },
  },
  {
    id: "mantle-bearer",
    vendor,
    statement: "Mantle takes a Bedrock API key as a bearer token.",
    ...guide,
    relies: "The provider `bedrock-mantle` (`src/scenario/provider.ts`).",
    probe: {
      kind: "ask",
      asks: [asks.kimiWhole, asks.mantle],
      decide: sameCredentials(({ isSigned }) => !isSigned, "asked with a signature, since no Bedrock API key is set"),
    },
  },
  {
    id: "mantle-signing-name",
    vendor,
    statement: "Mantle takes a SigV4 signature for the service `bedrock-mantle`.",
    source: "BerriAI/litellm#31475, grafana/ai-sdk#132; BerriAI/litellm#29788 was answered under `bedrock`",
    date: "2026-08-25",
    relies: "The signing name of the provider `bedrock-mantle` (`src/scenario/provider.ts`).",
    probe: {
      kind: "ask",
      asks: [asks.kimiWhole, asks.mantle],
      decide: sameCredentials(
        ({ isSigned }) => isSigned,
        "asked with a Bedrock API key; unset it to ask with a signature",
      ),
    },
  },
];
