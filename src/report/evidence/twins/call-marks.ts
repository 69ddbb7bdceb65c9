/**
 * Signs of a call that was written as text, as patterns that grep -E, JavaScript and Python read alike: `[|]` for a bar, and no
 * lookaround. `~` stands for a quotation mark, which the shell's twins replace. Between two signs of a token any one to three bytes
 * may stand, since some vendors write them in full width. None has a single quote, a backslash or a blank at its ends, so that any
 * of the twins' languages can quote it.
 */
const callMarks: readonly { readonly pattern: string; readonly of: string }[] = [
  {
    pattern: "<[^ >]{0,9}tool[^ >]{1,3}call|<[^ >]{0,9}function_?call|<_{0,2}function ?=|<function name=",
    of: "Kimi, DeepSeek, Hermes, Qwen, GLM, MiniMax, LFM2, Phi-4, Claude, Grok, Llama",
  },
  {
    pattern: "<[^ >]{0,9}invoke name=|DSML.{0,5}(invoke|calls)|[[](TOOL_CALLS|ARGS|CALL_ID)]|TOOLCALL>|functools[[]",
    of: "Claude, MiniMax, DeepSeek, Mistral, Nemotron, Phi-4-mini",
  },
  {
    pattern: "<[|](python_tag|channel|recipient|action_start|START_ACTION|open)[|]>|to=functions[.]|commentary to=",
    of: "Llama, gpt-oss, Functionary, InternLM, Cohere, Kimi K3",
  },
  {
    pattern: "[^ A-Za-z]{1,3}FUNCTION[^ A-Za-z]{1,3}:|`tool_code|[[]Calling tool: |<tool name=|call:[a-z_]{1,64}[{]",
    of: "Qwen-Agent, Gemini, Nova, Gemma",
  },
  {
    pattern: 'functions[.][A-Za-z0-9_-]{1,64}:[0-9]|[~"](arguments|parameters)[~"] ?: ?[{~"]',
    of: "Kimi without its tokens, and calls as JSON",
  },
];

/** The marks, in lines that are to be joined by a bar. */
export const callMarkLines: readonly string[] = callMarks.map(({ pattern }) => pattern);

/** The lines as strings of a list in JavaScript or Python. `written`: how the language writes a line; default: as it is. */
export function quotedMarkLines(written: (line: string) => string = (line) => line): string {
  return callMarkLines.map((line) => `  ${JSON.stringify(written(line))},`).join("\n");
}
