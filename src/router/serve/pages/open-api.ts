import type { JsonObject } from "../../../chat/json.js";
import { doors } from "../doors.js";

const json = (description: string, schema: JsonObject = { type: "object" }): JsonObject => ({
  description,
  content: { "application/json": { schema } },
});

const error = json("OpenAI's error envelope.", { $ref: "#/components/schemas/Error" });
const errorOf = json("An error in the form of this API.");
const page = (description: string): JsonObject => ({
  get: { summary: description, responses: { "200": json(description) } },
});

/** A call of an API that the router serves; the API itself is its vendor's. */
function callOf({ summary, body }: Pick<(typeof doors)[number], "summary" | "body">, answered: JsonObject): JsonObject {
  const properties = Object.fromEntries(body.properties.map((name) => [name, memberTypes[name] ?? {}]));
  const schema = { type: "object", required: body.required, properties, additionalProperties: true };
  const statuses = ["400", "401", "404", "405", "408", "413", "415", "429", "500", "502", "503", "504"];
  return {
    post: {
      summary,
      requestBody: { required: true, content: { "application/json": { schema } } },
      responses: { "200": answered, ...Object.fromEntries(statuses.map((status) => [status, errorOf])) },
    },
  };
}

/** The paths of an API with what is posted to them. */
function pathsOf(served: (typeof doors)[number]): readonly (readonly [path: string, item: JsonObject])[] {
  const { door, body, count } = served;
  const call = [door.path, callOf(served, reply)] as const;
  if (count === null) return [call];
  const required = body.required.filter((name) => name !== "max_tokens");
  const summary = "The number of tokens of a prompt, as the service of the model counts them.";
  return [call, [count.path, callOf({ summary, body: { ...body, required } }, json("The count."))]];
}

const reply: JsonObject = {
  description:
    "The reply of one model; x-llm-parity-* headers name the model, the attempts, the cost, and what could not be carried over.",
  content: {
    "application/json": { schema: { type: "object" } },
    "text/event-stream": { schema: { type: "string" } },
  },
};

const memberTypes: { readonly [name: string]: JsonObject } = {
  model: { type: "string", description: "A model of the configuration, or auto." },
  messages: { type: "array", minItems: 1, items: { type: "object", required: ["role"] } },
  input: { type: ["string", "array"], items: { type: "object" } },
  max_tokens: { type: "integer", minimum: 1 },
  tools: { type: "array", items: { type: "object" } },
  stream: { type: "boolean" },
};

/** The router's HTTP API as an OpenAPI 3.1 document. */
export const openApi: JsonObject = {
  openapi: "3.1.0",
  info: {
    title: "llm-parity router",
    version: "1",
    description: "Chat Completions, Responses and Messages over measured adapters.",
  },
  paths: {
    ...Object.fromEntries(doors.flatMap(pathsOf)),
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
