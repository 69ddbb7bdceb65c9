import type { JsonObject } from "../../../chat/json.js";

const json = (description: string, schema: JsonObject = { type: "object" }): JsonObject => ({
  description,
  content: { "application/json": { schema } },
});

const error = json("OpenAI's error envelope.", { $ref: "#/components/schemas/Error" });
const page = (description: string): JsonObject => ({
  get: { summary: description, responses: { "200": json(description) } },
});

/** The router's HTTP API as an OpenAPI 3.1 document; the chat API itself is OpenAI's. */
export const openApi: JsonObject = {
  openapi: "3.1.0",
  info: {
    title: "llm-parity router",
    version: "1",
    description: "OpenAI-compatible chat completions over measured adapters.",
  },
  paths: {
    "/v1/chat/completions": {
      post: {
        summary: "A chat completion, whole or as a stream of server-sent events.",
        requestBody: {
          required: true,
          content: { "application/json": { schema: { $ref: "#/components/schemas/ChatRequest" } } },
        },
        responses: {
          "200": {
            description:
              "The reply of one model; x-llm-parity-* headers name the model, the attempts, the cost, and what could not be carried over.",
            content: {
              "application/json": { schema: { type: "object" } },
              "text/event-stream": { schema: { type: "string" } },
            },
          },
          "400": error,
          "401": error,
          "404": error,
          "405": error,
          "408": error,
          "413": error,
          "415": error,
          "429": error,
          "500": error,
          "502": error,
          "503": error,
          "504": error,
        },
      },
    },
    "/v1/models": page("The models of the configuration, and auto."),
    "/v1/models/{id}": {
      get: {
        summary: "One of these models. Its id may have slashes, as they are or as %2F.",
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
        responses: { "200": json("The model."), "404": error },
      },
    },
    "/v1/chat/ws": {
      get: {
        summary: "The WebSocket: many requests a connection, with ids of any JSON scalar, and cancel.",
        responses: { "101": { description: "The connection is a WebSocket." }, "426": error },
      },
    },
    "/health": page("The process is up."),
    "/ready": page("Requests are accepted; 503 while the router shuts down, or while every model rests."),
    "/routers": page("The strategies, and the one in use."),
    "/metrics": {
      get: {
        summary: "Prometheus metrics.",
        responses: { "200": { description: "Text.", content: { "text/plain": {} } } },
      },
    },
  },
  components: {
    securitySchemes: { key: { type: "http", scheme: "bearer" } },
    schemas: {
      ChatRequest: {
        type: "object",
        required: ["messages"],
        properties: {
          model: { type: "string", description: "A model of the configuration, or auto." },
          messages: { type: "array", minItems: 1, items: { type: "object", required: ["role"] } },
          tools: { type: "array", items: { type: "object" } },
          stream: { type: "boolean" },
        },
        additionalProperties: true,
      },
      Error: {
        type: "object",
        required: ["error"],
        properties: {
          error: {
            type: "object",
            required: ["message", "type", "param", "code"],
            properties: {
              message: { type: "string" },
              type: { type: "string" },
              param: { type: ["string", "null"] },
              code: { type: ["string", "null"] },
            },
          },
        },
      },
    },
  },
  security: [{ key: [] }],
};
