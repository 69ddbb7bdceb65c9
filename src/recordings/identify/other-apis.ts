import { type Signs, valueAt } from "../../adapters/signs.js";
import type { ApiPaths } from "../../chat/apis/wire-api.js";

/** An API that occurs in recordings but that no adapter reads. `isChat`: its replies are from a model, in a form we cannot read. */
type OtherApi = {
  readonly name: string;
  readonly isChat: boolean;
  readonly paths: ApiPaths;
  readonly signs: Pick<Signs, "reply" | "payload">;
};

const besideImages: ReadonlySet<string> = new Set(["error", "maskImage", "seeds", "finish_reasons"]);

const noSigns = { reply: {}, payload: {} };

/** Tried in this order, after our own. An API for which we get an adapter is removed from this list. */
export const otherApis = [
  {
    name: "completions",
    isChat: true,
    paths: { modelIn: "body", whole: /\/completions\/?$/, streaming: null },
    signs: { reply: { name: ({ object }) => object === "text_completion" }, payload: {} },
  },
  {
    name: "embeddings",
    isChat: false,
    paths: { modelIn: "body", whole: /\/embeddings\/?$/, streaming: null },
    signs: {
      reply: {
        name: (body) => body["object"] === "list" && valueAt(body, "data", 0, "object") === "embedding",
        // Titan, Cohere and Nova on Bedrock (user guide, "Inference request parameters and response fields", read 2026-11-28).
        shape: (body) =>
          (Array.isArray(body["embedding"]) && "inputTextTokenCount" in body) ||
          (body["embeddings"] !== undefined && "response_type" in body) ||
          valueAt(body, "embeddings", 0, "embeddingType") !== undefined,
      },
      payload: {},
    },
  },
  {
    name: "images",
    isChat: false,
    paths: { modelIn: "body", whole: /\/images\/(?:generations|edits|variations)\/?$/, streaming: null },
    // Titan, Nova Canvas and Stability on Bedrock (as above).
    signs: {
      reply: {
        shape: ({ images, artifacts, ...rest }) =>
          (Array.isArray(images) &&
            typeof images[0] === "string" &&
            Object.keys(rest).every((name) => besideImages.has(name))) ||
          (Array.isArray(artifacts) && rest["result"] === "success"),
      },
      payload: {},
    },
  },
  {
    name: "rerank",
    isChat: false,
    paths: { modelIn: "body", whole: /\/rerank\/?$/, streaming: null },
    // Cohere and Amazon Rerank on Bedrock (as above).
    signs: {
      reply: { shape: (body) => typeof valueAt(body, "results", 0, "relevance_score") === "number" },
      payload: {},
    },
  },
  {
    name: "models",
    isChat: false,
    paths: { modelIn: "body", whole: /\/models(?:\/|$)/, streaming: null },
    signs: { reply: { name: ({ object }) => object === "list" }, payload: {} },
  },
  {
    name: "count-tokens",
    isChat: false,
    paths: { modelIn: "path", whole: /\/model\/(?<model>.+)\/count-tokens$/, streaming: null },
    signs: noSigns,
  },
  // Any other operation of Bedrock on a model.
  {
    name: "other",
    isChat: false,
    paths: { modelIn: "path", whole: /\/model\/(?<model>.+)\/[a-z-]+$/, streaming: null },
    signs: noSigns,
  },
] as const satisfies readonly OtherApi[];

/** The name of an API that no adapter reads. */
export type OtherApiName = (typeof otherApis)[number]["name"];
