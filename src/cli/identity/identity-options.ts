import { type Command, Option } from "commander";
import { shippedFile } from "../../library/shipped-file.js";
import { defaultAlpha, defaultIdentityBudget } from "../../verdict/identity/options.js";
import { parseDollars, parseShare, shippedModels, simulatorOption, wholeNumber } from "../shell/shared-options.js";
import type { IdentityCommandOptions } from "./identity.js";

/** As typed: `budget` absent is the default. */
type Typed = Omit<IdentityCommandOptions, "budget" | "own"> & { readonly budget?: number };

/** `llm-parity identity A B`: whether two targets answer as one model does. */
export function addIdentity(program: Command): void {
  const command = program
    .command("identity")
    .description("tell whether two targets serve the same model, by one-token answers, and what makes them differ")
    .argument("[target...]", "the two targets: ids of `llm-parity list targets`, or typed; not needed with --resume")
    .option("--models <file>", "models, their targets and facts", shippedModels())
    .option("--battery <file>", "the questions", shippedFile("scenarios/identity/one-token.yaml"))
    .option("--base-url <url>", "base URL for typed targets such as openai-chat:my-model")
    .option("--base-url-b <url>", "base URL for the second target, if it differs")
    .addOption(simulatorOption().conflicts("live"))
    .addOption(new Option("--live", "ask the real services; costs money, and needs --max-cost, or --budget"))
    .option(
      "--budget <n>",
      `make at most this many calls (default: ${defaultIdentityBudget}; with --resume: the earlier limit)`,
      wholeNumber(1),
    )
    .option("--max-cost <usd>", "stop before the test has cost more US dollars than this", parseDollars)
    .option("--alpha <share>", "highest share of equal pairs that may be called different", parseShare, defaultAlpha)
    .option("--max-tokens <n>", "at most this many tokens in a reply", wholeNumber(1), 16)
    .option("--seed <n>", "seed for the order of the prompts and for the coin", wholeNumber(0), 1)
    .option("--tests <folder>", "where tests are kept", "identity")
    .option("--resume <experiment>", "continue the test in this folder")
    .option("--plan", "show what would be asked, and the price; send nothing")
    .option("--keys-file <file>", "read keys from this file; variables that are already set take precedence")
    .option("--json", "print the result as JSON");
  command.action(async (targets: readonly string[], options: Typed) => {
    if (options.keysFile !== undefined) {
      const { loadKeysFile } = await import("../shell/keys-file.js");
      loadKeysFile(options.keysFile, process.env);
    }
    const { identity } = await import("./identity.js");
    const { budget = null, ...rest } = options;
    const own = ["alpha", "maxTokens", "seed", "tests", "baseUrl", "baseUrlB"].filter(
      (name) => command.getOptionValueSource(name) === "cli",
    );
    process.exitCode = await identity(targets, { ...rest, budget, own });
  });
}
