import { type Agent, answered, failed } from "./agent.js";

/** Anthropic's Claude Code, which speaks the Messages API. */
export const claudeCode: Agent = {
  name: "Claude Code",
  package: "@anthropic-ai/claude-code",
  file: "cli-wrapper.cjs",
  reads: (path) => ({ name: "Read", input: { file_path: path } }),
  start: ({ address, model, prompt }) => ({
    args: ["-p", prompt, "--output-format", "json"],
    env: {
      ...{ ANTHROPIC_BASE_URL: address, ANTHROPIC_API_KEY: "unused", ANTHROPIC_MODEL: model },
      ...{ CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1", DISABLE_AUTOUPDATER: "1", CLAUDE_CODE_MAX_RETRIES: "1" },
    },
    files: {},
  }),
  hear(stdout) {
    const { is_error: hasFailed, result = "" }: Result = JSON.parse(stdout);
    return hasFailed ? { text: null, error: result } : { text: result, error: null };
  },
  makesOf: {
    "an answer": answered(1),
    "an answer after reasoning": answered(1),
    "a tool loop": answered(2),
    "a blank reply": failed("replied with neither text nor a tool call", 2),
    // It asks once more, and then takes nothing for an answer.
    "a blank reply, without the guard": { code: 0, text: "", error: null, requests: 2 },
    "a blank reply, and a fallback": answered(2),
    "a blank reply to the result of a tool, and a fallback": answered(3),
    "reasoning and a cut, and a fallback": answered(2),
    // After an error inside a stream, it asks for a whole reply.
    "a cut, and then an answer": answered(2),
    "a cut inside a call, and then an answer": answered(2),
    "an error after half of a text, and then an answer": answered(2),
    "status 529, and then an answer": answered(2),
    // Any status 400 makes it leave out one beta after the other.
    "a refused request": failed("temperature is out of range", 6),
    // It asks for a longer answer three times.
    "an answer that reaches its limit": failed("output token maximum", 4),
  },
};

/** The only line of its output; only what is read here. */
type Result = { readonly is_error: boolean; readonly result?: string };
