/**
 * Signs of a call that was written as text, as patterns that grep -E, JavaScript and Python read alike: `[|]` for a bar, and no
 * lookaround. `~` stands for a quotation mark, which the shell's twins replace. Between two signs of a token any one to three bytes
 * may stand, since some vendors write them in full width.
 */
const callMarks: readonly { readonly pattern: string; readonly of: string }[] = [
  { pattern: "<[^ >]{0,9}tool[^ >]{1,3}call", of: "Kimi, DeepSeek, Hermes, Qwen, GLM, MiniMax, LFM2, Phi-4" },
  { pattern: "<[^ >]{0,9}function_?call|<_{0,2}function ?=|<function name=", of: "Claude, Grok, Llama, Qwen Coder" },
  { pattern: "<[^ >]{0,9}invoke name=|DSML.{0,5}(invoke|calls)", of: "Claude, MiniMax, DeepSeek" },
  { pattern: "[[](TOOL_CALLS|ARGS|CALL_ID)]|TOOLCALL>|functools[[]", of: "Mistral, Nemotron, Phi-4-mini" },
  {
    pattern: "<[|](python_tag|channel|recipient|action_start|START_ACTION)[|]>",
    of: "Llama, gpt-oss, InternLM, Cohere",
  },
  { pattern: "to=functions[.]|functions[.][A-Za-z0-9_-]{1,64}:[0-9]", of: "gpt-oss and Kimi without their tokens" },
  { pattern: '[~"](arguments|parameters)[~"] ?: ?[{~"]', of: "a call as JSON" },
];

/** All marks as one pattern, without a single quote, a backslash or a blank at its ends. */
export const callMarkPatterns: readonly string[] = callMarks.map(({ pattern }) => pattern);
