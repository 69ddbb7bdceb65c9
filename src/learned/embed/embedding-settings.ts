import { z } from "zod";
import type { Credentials } from "../../adapters/adapter.js";
import type { Environment } from "../../adapters/bedrock/aws-credentials.js";
import { bedrockCredentials, regionFor } from "../../adapters/bedrock/aws-credentials.js";
import { unreachable } from "../../chat/unreachable.js";
import type { Exchange } from "../../wire/exchange.js";
import { TrainingError } from "../training-error.js";
import type { Embedder } from "./embedder.js";
import { defaultDimensions, hashingEmbedder } from "./hashing.js";
import { openAiEmbedder } from "./openai.js";
import { titanEmbedder } from "./titan.js";

const dimensions = z.int().min(2).max(65_536);

/** The `embedding` block of a file: how queries are embedded, with every default. */
export const embeddingSettings = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("hashing"), dimensions: dimensions.default(defaultDimensions) }),
  z.strictObject({
    kind: z.literal("openai"),
    base_url: z.url({ protocol: /^https?$/ }),
    model: z.string().min(1),
    dimensions,
    ask_dimensions: z.boolean().default(false).describe("Whether the endpoint is told the dimensions."),
    api_key_env: z.string().min(1).nullable().default(null).describe("The variable that holds the key; null: no key."),
  }),
  z.strictObject({
    kind: z.literal("titan"),
    model: z.string().min(1).default("amazon.titan-embed-text-v2:0"),
    dimensions: dimensions.default(1024),
    version: z.union([z.literal(1), z.literal(2)]).default(2),
    aws_region: z.string().min(1).nullable().default(null),
  }),
]);

export type EmbeddingSettings = z.output<typeof embeddingSettings>;

/** The embedder of a file without an `embedding` block: hashing, which needs no network. */
export const defaultEmbedding: EmbeddingSettings = embeddingSettings.parse({ kind: "hashing" });

/** What an embedder needs to call a service. */
export type Surroundings = { readonly exchange: Exchange; readonly environment: Environment };

/** Makes the embedder for the settings. Throws {@link TrainingError} when a key or region is not set. Sends no request. */
export function openEmbedder(settings: EmbeddingSettings, { exchange, environment }: Surroundings): Embedder {
  switch (settings.kind) {
    case "hashing":
      return hashingEmbedder(settings.dimensions);
    case "openai": {
      const { model, dimensions: length, ask_dimensions: asksForDimensions, base_url: baseUrl } = settings;
      const credentials = keyOf(settings.api_key_env, environment);
      return openAiEmbedder({ exchange, baseUrl, model, dimensions: length, asksForDimensions, credentials });
    }
    case "titan": {
      const region = regionFor(settings.aws_region, environment);
      if (region === null)
        throw new TrainingError("no AWS region is set for embeddings", "set aws_region or AWS_REGION");
      const credentials = bedrockCredentials(environment);
      const { model: modelId, dimensions: length, version } = settings;
      return titanEmbedder({ exchange, modelId, region, dimensions: length, version, credentials });
    }
    default:
      return unreachable(settings);
  }
}

function keyOf(variable: string | null, environment: Environment): Credentials {
  if (variable === null) return { kind: "none" };
  const token = environment[variable] ?? "";
  if (token === "") throw new TrainingError(`${variable} is not set, and embeddings need it`, `export ${variable}=…`);
  return { kind: "bearer", token };
}
