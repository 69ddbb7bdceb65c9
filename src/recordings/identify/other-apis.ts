import { type Signs, valueAt } from "../../adapters/signs.js";
import type { ApiPaths } from "../../chat/apis/wire-api.js";
import type { OtherCall } from "../../chat/other-calls.js";

/** A call that occurs in recordings but that no adapter reads. `isChat`: its replies are from a model, in a form we cannot read. */
type OtherApi = {
  readonly name: OtherCall;
  readonly isChat: boolean;
  /** The only method with which the path names it; then it is tried before our own. Default: any. */
  readonly method?: string;
  readonly paths: ApiPaths;
  readonly signs: Pick<Signs, "reply" | "payload">;
};

const besideImages: ReadonlySet<string> = new Set(["error", "maskImage", "seeds", "finish_reasons"]);

const noSigns = { reply: {}, payload: {} };

/** A call that is no chat, known by the end of its path. */
function call<Name extends OtherCall>(name: Name, whole: RegExp) {
  return { name, isChat: false, paths: { modelIn: "body", whole, streaming: null }, signs: noSigns } as const;
}

/**
 * Tried in this order, after our own. An API for which we get an adapter is removed from this list. Paths: openai-node 6.49,
 * @anthropic-ai/sdk 1.14 and @google/genai by their resources, Cohere's API reference, Bedrock's API reference (read 2026-11-29).
 */
export const otherApis = [
  // A WebSocket begins as GET; HTTP has no GET on this path.
  { ...call("responses-websocket", /\/responses\/?$/), method: "GET" },
  {
    name: "completions",
    isChat: true,
    paths: { modelIn: "body", whole: /\/completions\/?$/, streaming: null },
    signs: { reply: { name: ({ object }) => object === "text_completion" }, payload: {} },
  },
  { ...call("cohere-chat-v1", /\/v1\/chat\/?$/), isChat: true },
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
    name: "count-tokens",
    isChat: false,
    // Bedrock, and Gemini.
    paths: { modelIn: "path", whole: /\/models?\/(?<model>.+)(?:\/count-tokens|:countTokens)$/, streaming: null },
    signs: noSigns,
  },
  // Anthropic, and Anthropic on Vertex, which names the count as if it were a model.
  call("count-tokens", /\/messages\/count_tokens\/?$|\/models\/count-tokens(?:@[^/:]+)?:rawPredict$/),
  {
    ...call("embeddings", /\/models\/(?<model>[^/:]+):(?:embedContent|batchEmbedContents)$/),
    paths: {
      modelIn: "path",
      whole: /\/models\/(?<model>[^/:]+):(?:embedContent|batchEmbedContents)$/,
      streaming: null,
    },
  },
  // Any other model on Vertex AI, whose body is its publisher's own: it may be a chat.
  {
    name: "other",
    isChat: false,
    paths: {
      modelIn: "path",
      whole: /\/publishers\/[^/]+\/models\/(?<model>(?!count-tokens)[^/]+):[A-Za-z]+$/,
      streaming: null,
    },
    signs: noSigns,
  },
  call("embeddings", /\/v[12]\/embed$/),
  call("messages-batches", /\/messages\/batches(?:\/.*)?$/),
  call("responses-compact", /\/responses\/compact$/),
  call("responses-input-tokens", /\/responses\/input_tokens$/),
  call("responses-by-id", /\/responses\/[^/]+(?:\/cancel|\/input_items)?$/),
  call("audio", /\/audio\/(?:speech|transcriptions|translations)$/),
  call("videos", /\/videos(?:\/.*)?$/),
  call("moderations", /\/moderations$/),
  call("tokenize", /\/v[12]\/(?:de)?tokenize$/),
  call("vector-stores", /\/vector_stores(?:\/.*)?$/),
  call("conversations", /\/conversations(?:\/.*)?$/),
  call("containers", /\/containers(?:\/.*)?$/),
  call("skills", /\/v1\/skills(?:\/.*)?$/),
  call("fine-tuning", /\/fine_tuning\/.*$/),
  call("realtime", /\/realtime(?:\/.*)?$/),
  call("batches", /\/v1\/batches(?:\/.*)?$/),
  call("cached-contents", /\/cachedContents(?:\/.*)?$/),
  call("uploads", /\/uploads(?:\/.*)?$|^\/upload\/.*$/),
  call("files", /\/v1(?:beta)?\/files(?:\/.*)?$/),
  call("guardrail", /\/guardrail\/.+\/apply$/),
  call("traces", /\/v1\/traces(?:\/ingest)?$/),
  {
    name: "models",
    isChat: false,
    paths: { modelIn: "body", whole: /\/(?:foundation-)?models(?:\/|$)/, streaming: null },
    signs: { reply: { name: ({ object }) => object === "list" }, payload: {} },
  },
  // Any other operation of Bedrock on a model.
  {
    name: "other",
    isChat: false,
    paths: { modelIn: "path", whole: /\/model\/(?<model>.+)\/[a-z-]+$/, streaming: null },
    signs: noSigns,
  },
] as const satisfies readonly OtherApi[];
