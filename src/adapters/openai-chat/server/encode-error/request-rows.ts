import type { FailureKind } from "../../../../chat/failure.js";
import { type ErrorRow, named, request, sentence } from "./row.js";

/** Failures caused by the request or by the configuration of a model: the provider's message is quoted, except for `region`. */
export const requestRows = {
  "inference-profile": request(400, "inference_profile_required", {
    summary: ({ model }) => `${sentence(model)} cannot be called by its bare id: it needs an inference profile.`,
    steps: () => [
      "Use an inference profile as the model id in the router's configuration: us.<model id> or global.<model id>",
    ],
  }),
  "model-retired": request(404, "model_retired", {
    summary: ({ model }) => `${sentence(model)} is no longer served by its provider.`,
    steps: () => ["Request its successor, or change the model id in the router's configuration"],
  }),
  "model-not-found": request(404, "model_not_found", {
    summary: ({ service, model }) =>
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
  "api-unsupported": request(400, "api_unsupported", {
    summary: ({ model }) => `${sentence(model)} is not served on this API of its provider.`,
    steps: () => [
      "Set another API of the model in the router's configuration",
      { say: "Use another model", unless: /another model/ },
    ],
  }),
  region: {
    ...request(400, "region_unavailable", {
      summary: ({ region }) => `Model may not be available in region '${region ?? "default"}'.`,
      steps: () => [
        "Use a different region (add 'aws_region' field to model config)",
        "Check model availability by region in the Bedrock user guide",
        "Request access to the model in that region",
      ],
    }),
    quotes: false,
  },
  "tools-unsupported": request(400, "tools_unsupported", {
    summary: ({ model }) => `${sentence(model)} does not support tools here.`,
    steps: () => ["Send the request without tools", "Use a model that supports tools"],
  }),
  "streaming-tools-unsupported": request(400, "streaming_tools_unsupported", {
    summary: ({ model }) => `${sentence(model)} doesn't support tool use in streaming mode.`,
    steps: () => [
      "Send the request with stream: false",
      "Send it without tools",
      "Use a model that streams tool calls",
    ],
  }),
  "streaming-unsupported": request(400, "streaming_unsupported", {
    summary: ({ model }) => `${sentence(model)} does not support streaming here.`,
    steps: () => ["Send the request with stream: false"],
  }),
  "parameter-unsupported": request(400, "unsupported_parameter", {
    summary: ({ model }) => `${sentence(model)} does not support a setting or a member of this request.`,
    steps: () => [
      "Remove the setting that is named, or change its value",
      "Of temperature and top_p send only one: newer Claude models refuse both together",
    ],
  }),
  "caching-unsupported": request(400, "caching_unsupported", {
    summary: ({ model }) => `${sentence(model)} takes no cache markers here.`,
    steps: () => ["Send the request without cache markers"],
  }),
  "schema-keyword": request(400, "unsupported_schema", {
    summary: ({ model }) => `${sentence(model)} does not take a keyword of a JSON Schema in this request.`,
    steps: () => [
      { say: "Remove the keyword from the schema of the tool or of the output", unless: /out of the schema/ },
    ],
  }),
  "tools-with-reasoning": request(400, "tools_with_reasoning", {
    summary: ({ model }) => `${sentence(model)} does not take these tools together with reasoning.`,
    steps: () => ["Turn reasoning off for requests with tools", "Leave the choice of a tool to the model"],
  }),
  "invalid-history": request(400, "invalid_messages", {
    summary: () => "The conversation is invalid and cannot be sent.",
    unsent: "The conversation is invalid, so it was not sent",
    steps: () => ["Check that each tool call has one tool message with its id, and that no message is blank"],
  }),
  "thinking-signature": request(400, "invalid_messages", {
    summary: () => "The conversation has a thinking block that the provider does not accept.",
    steps: () => ["Send thinking blocks back unchanged, and only to the model that wrote them"],
  }),
  "role-order": request(400, "invalid_messages", {
    summary: () => "The roles of the conversation are not in an order that the provider accepts.",
    steps: () => ["Send user and assistant messages in turn, beginning and ending with the user"],
  }),
  "context-overflow": request(400, "context_length_exceeded", {
    summary: ({ model }) => `The conversation is too long for ${named(model)}.`,
    steps: () => ["Shorten the conversation", "Lower max_tokens", "Use a model with a larger context"],
  }),
  "output-limit": request(400, "invalid_max_tokens", {
    summary: ({ model }) => `${sentence(model)} does not take this output token limit.`,
    steps: () => ["Set max_tokens to a value that the message allows"],
  }),
  "content-filter": request(400, "content_filter", {
    summary: () => "The provider's moderation or guardrail refused the prompt.",
    steps: () => ["Change the prompt"],
  }),
  "invalid-request": request(400, "invalid_request", {
    summary: () => "The provider refused the request.",
    unsent: "The request was not sent",
    steps: () => [],
  }),
} satisfies { readonly [Kind in FailureKind]?: ErrorRow };
