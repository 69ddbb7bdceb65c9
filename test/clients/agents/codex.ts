import { type Agent, answered, failed } from "./agent.js";

const config = (address: string, model: string) => `
model = "${model}"
model_provider = "llm-parity"
check_for_update_on_startup = false

[model_providers.llm-parity]
name = "llm-parity"
base_url = "${address}/v1"
env_key = "LLM_PARITY_KEY"
wire_api = "responses"
request_max_retries = 1
stream_max_retries = 1

[analytics]
enabled = false

[features]
plugins = false
apps = false
`;

/** OpenAI's Codex, which speaks the Responses API. It asks once more after a failure here; its own setting is more patient. */
export const codex: Agent = {
  name: "Codex",
  package: "@openai/codex",
  file: "bin/codex.js",
  reads: (path) => ({ name: "exec_command", input: { cmd: `cat ${path}` } }),
  start: ({ address, model, prompt }) => ({
    args: [...["exec", "--json", "--skip-git-repo-check", "--sandbox", "read-only", prompt]],
    env: { LLM_PARITY_KEY: "unused" },
    files: { ".codex/config.toml": config(address, model) },
  }),
  hear(stdout) {
    const events: readonly Event[] = stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
    const words = events.flatMap(({ item }) => (item?.type === "agent_message" && item.text ? [item.text] : []));
    const errors = events.flatMap(({ type, error }) => (type === "turn.failed" ? [error?.message ?? ""] : []));
    return { text: words.at(-1) ?? null, error: errors.at(-1) ?? null };
  },
  makesOf: {
    "an answer": answered(1),
    "an answer after reasoning": answered(1),
    "a tool loop": answered(2),
    // Each of the two connections is tried twice.
    "a blank reply": failed("replied with neither text nor a tool call", 4),
    // It does not notice: a person sees nothing at all.
    "a blank reply, without the guard": { code: 0, text: null, error: null, requests: 1 },
    "a blank reply, and a fallback": answered(2),
    "a blank reply to the result of a tool, and a fallback": answered(3),
    "reasoning and a cut, and a fallback": answered(2),
    "a cut, and then an answer": answered(2),
    "a cut inside a call, and then an answer": answered(2),
    "an error after half of a text, and then an answer": answered(2),
    "status 529, and then an answer": answered(2),
    "a refused request": failed("temperature is out of range", 1),
    "an answer that reaches its limit": { ...failed("reason: max_output_tokens", 1), text: "The weat" },
  },
};

/** A line of its output; only what is read here. */
type Event = {
  readonly type: string;
  readonly item?: { readonly type: string; readonly text?: string };
  readonly error?: { readonly message?: string };
};
