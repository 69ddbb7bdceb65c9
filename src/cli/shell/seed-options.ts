/**
 * Options of the seed's commands that are not here → what to write instead (OverLang-Venture-Partners/LLMRouter, `llmrouter/cli`,
 * 70cfe0c, read 2026-11-28). By command.
 */
const terminal = "`chat` runs in the terminal; `llm-parity serve --config FILE` listens, with --host and --port";
const seedOptions: { readonly [command: string]: { readonly [option: string]: string } } = {
  train: { "--device": "training needs no GPU: leave it out" },
  infer: { "--verbose": "the result names the model, the reason and each attempt: leave it out" },
  chat: {
    "--host": terminal,
    "--port": terminal,
    "--share": terminal,
    "--mode":
      "the whole conversation is sent, and the router reads the last question: leave it out; /new starts a new one",
    "--top_k": "no earlier questions are searched: leave it out",
  },
  serve: {
    "--router-config": "name the training file with --config: `llm-parity serve --router NAME --config TRAINING_FILE`",
    "--no-prefix": "no reply has a prefix, unless the file says serve.show_model_prefix: true: leave it out",
  },
};

/** What to write instead of an option of the seed's command; null: it is none of them. */
export function seedHint(command: string | null, option: string): string | null {
  const [name = ""] = option.split("=");
  return (command === null ? undefined : seedOptions[command]?.[name]) ?? null;
}
