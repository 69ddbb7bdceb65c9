/**
 * Options of the seed's commands that are not here → what to write instead (OverLang-Venture-Partners/LLMRouter, `llmrouter/cli`,
 * 70cfe0c, read 2026-11-28). By command.
 */
const terminal = "`chat` runs in the terminal; `llm-parity serve --config FILE` listens, with --host and --port";
const seedOptions: { readonly [command: string]: { readonly [option: string]: string } } = {
  train: { "--device": "leave it out: training needs no GPU" },
  infer: { "--verbose": "leave it out: the result names the model, the reason and each attempt" },
  chat: {
    "--host": terminal,
    "--port": terminal,
    "--share": terminal,
    "--mode":
      "leave it out: the whole conversation is sent, and the router reads the last question; /new starts a new one",
    "--top_k": "leave it out: earlier questions are not searched",
  },
  serve: {
    "--router-config": "name the training file with --config: `llm-parity serve --router NAME --config TRAINING_FILE`",
    "--no-prefix": "leave it out: replies have no prefix unless the file has serve.show_model_prefix: true",
  },
};

/** What to write instead of an option of the seed's command; null: it is none of them. */
export function seedHint(command: string | null, option: string): string | null {
  const [name = ""] = option.split("=");
  return (command === null ? undefined : seedOptions[command]?.[name]) ?? null;
}
