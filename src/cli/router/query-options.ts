import { type Command, Option } from "commander";
import { shippedModels, simulatorOption } from "../shell/shared-options.js";
import type { ChatOptions } from "./chat.js";
import type { InferOptions } from "./infer.js";
import { addRouterOption } from "./router-option.js";

/** `llm-parity infer`: sends queries through the router, without a server. */
export function addInfer(program: Command): void {
  addQueryOptions(program.command("infer").description("route queries and ask them, without a server"))
    .addOption(new Option("--query <text>", "one query").conflicts("input"))
    .option("--input <file>", "queries: .txt one per line, .json a list, .jsonl texts or { query }")
    .option(
      "--route-only",
      "print which model each query would go to; ask no model (except the judge or embedder of the strategy)",
    )
    .option("--output <file>", "where the results go (default: standard output)")
    .addOption(
      new Option("--output-format <format>", "format of the results").choices(["json", "jsonl"]).default("json"),
    )
    .action(async (options: InferOptions) => {
      const { infer } = await import("./infer.js");
      process.exitCode = await infer(options);
    });
}

/** `llm-parity chat`: a conversation in the terminal. */
export function addChat(program: Command): void {
  addQueryOptions(program.command("chat").description("talk to the router in the terminal"))
    .option("--system <text>", "system message that starts the conversation")
    .action(async (options: ChatOptions) => {
      const { chat } = await import("./chat.js");
      process.exitCode = await chat(options);
    });
}

function addQueryOptions(command: Command): Command {
  return addRouterOption(command)
    .requiredOption("-c, --config <file>", "the router's file, such as examples/router.yaml")
    .option("--models <file>", "models, their targets and facts", shippedModels())
    .option("--model <name>", "ask this model; auto: the router chooses", "auto")
    .option("--temp <number>", "temperature", Number)
    .option("--max-tokens <n>", "maximum output tokens of each reply", Number)
    .addOption(simulatorOption())
    .option("--keys-file <file>", "read keys from this file; variables that are already set take precedence");
}
