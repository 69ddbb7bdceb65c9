import { type AskedApi, wholeOf } from "../../chat/api.js";

/**
 * The service that the simulator answers as. `bedrock`: Converse and InvokeModel. `bedrock-openai`: Bedrock's endpoints that speak
 * the forms of OpenAI and Anthropic. `openai`: any other endpoint in those forms, including Moonshot's and Anthropic's own.
 */
export type Service = "openrouter" | "openai" | "bedrock-openai" | "bedrock";

/** A service whose form is OpenAI's or Anthropic's. */
export type OpenService = Exclude<Service, "bedrock">;

/**
 * Where such a service was entered. Bedrock has four: `runtime` (`/openai/v1` and `/anthropic/v1` of bedrock-runtime), and of
 * bedrock-mantle `mantle` (`/v1`), `mantle-openai` (`/openai/v1`) and `mantle-anthropic` (`/anthropic/v1`).
 */
export const doors = ["openrouter", "openai", "runtime", "mantle", "mantle-openai", "mantle-anthropic"] as const;
export type Door = (typeof doors)[number];

/** The form of a request and of its reply: OpenAI's Chat Completions and Responses, and Anthropic's Messages. */
export type Dialect = "chat" | "responses" | "messages";

/** The dialect of an API; Bedrock's own APIs have none of these, and count as `chat`. */
export function dialectOf(api: AskedApi): Dialect {
  const whole = wholeOf(api);
  return whole === "responses" || whole === "messages" ? whole : "chat";
}

/** The API of a dialect. */
export function apiOfDialect(dialect: Dialect, isStream: boolean): AskedApi {
  const whole = dialect === "chat" ? "chat-completions" : dialect;
  return isStream ? `${whole}-stream` : whole;
}
