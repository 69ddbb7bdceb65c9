import type { FailureKind } from "../../../../chat/failure.js";
import { type ErrorRow, named, request, sentence } from "./row.js";

/** What is wrong with a request, or with how a model is configured: the provider's words about it are quoted. */
export const requestRows = {
  "inference-profile": request(400, "inference_profile_required", {
    says: ({ model }) => `${sentence(model)} cannot be asked by its bare id: it needs an inference profile.`,
    steps: () => [
      "Use an inference profile as the model id in the router's configuration: us.<model id> or global.<model id>",
    ],
  }),
  "model-retired": request(404, "model_retired", {
    says: ({ model }) => `${sentence(model)} is no longer served by its provider.`,
    steps: () => ["Ask for its successor, or point the router's configuration at it"],
  }),
  "model-not-found": request(404, "model_not_found", {
    says: ({ service, model }) =>
      service === "bedrock"
        ? `Bedrock ${named(model)} not found or not accessible.`
        : `${sentence(model)} does not exist at its provider.`,
    steps: ({ service }) => [
      "Check the model id in the router's configuration",
      ...(service === "bedrock"
        ? ["Check that the region serves the model: see the Bedrock user guide, supported models"]
        : []),
    ],
  }),
  region: {
    ...request(400, "region_unavailable", {
      says: ({ region }) => `Model may not be available in region '${region ?? "default"}'.`,
      steps: () => [
        "Use a different region (add 'aws_region' field to model config)",
        "Check model availability by region in the Bedrock user guide",
        "Request access to the model in that region",
      ],
    }),
    quotes: false,
  },
  "tools-unsupported": request(400, "tools_unsupported", {
    says: ({ model }) => `${sentence(model)} takes no tools here.`,
    steps: () => ["Send the request without tools", "Ask a model that takes tools"],
  }),
  "streaming-tools-unsupported": request(400, "streaming_tools_unsupported", {
    says: ({ model }) => `${sentence(model)} doesn't support tool use in streaming mode.`,
    steps: () => [
      "Send the request with stream: false",
      "Send it without tools",
      "Ask a model that streams tool calls",
    ],
  }),
  "streaming-unsupported": request(400, "streaming_unsupported", {
    says: ({ model }) => `${sentence(model)} does not stream here.`,
    steps: () => ["Send the request with stream: false"],
  }),
  "parameter-unsupported": request(400, "unsupported_parameter", {
    says: ({ model }) => `${sentence(model)} does not take a setting or a member of this request.`,
    steps: () => [
      "Remove the setting that is named, or change its value",
      "Of temperature and top_p send only one: newer Claude models refuse both together",
    ],
  }),
  "invalid-history": request(400, "invalid_messages", {
    says: () => "The conversation cannot be sent as it stands.",
    steps: () => ["Check that each tool call has one tool message with its id, and that no message is blank"],
  }),
  "context-overflow": request(400, "context_length_exceeded", {
    says: ({ model }) => `The conversation is too long for ${named(model)}.`,
    steps: () => ["Shorten the conversation", "Lower max_tokens", "Ask a model with a larger context"],
  }),
  "content-filter": request(400, "content_filter", {
    says: () => "The provider's moderation or guardrail refused the prompt.",
    steps: () => ["Change the prompt"],
  }),
  "invalid-request": request(400, "invalid_request", {
    says: () => "The provider refused the request as it stands.",
    steps: () => [],
  }),
} satisfies { readonly [Kind in FailureKind]?: ErrorRow };
