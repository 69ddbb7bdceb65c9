import { type Command, Option } from "commander";
import { UsageError } from "../../library/usage-error.js";
import { ownOptions } from "../shell/own-options.js";
import { parseDollars, shippedModels, simulatorOption, wholeNumber } from "../shell/shared-options.js";
import type { RecheckWords } from "./recheck.js";

type TypedWords = RecheckWords & { readonly keysFile?: string };

/** `llm-parity evidence recheck`: asks the two requests of a bundle again. */
export function addRecheck(evidence: Command): void {
  evidence
    .command("recheck")
    .description("ask the two requests of a bundle again, and add the result to it: still, changed or fixed")
    .argument("<bundle>", "the bundle's folder")
    .option("--models <file>", "models, their targets and facts", shippedModels())
    .option("--pairs <n>", "ask each request n times (default: as often as the record needs, 3 to 30)", wholeNumber(1))
    .addOption(simulatorOption().conflicts("live"))
    .addOption(new Option("--live", "ask the real services; costs money"))
    .option("--base-url <url>", "the address of a target whose address is not in the models file")
    .option("--max-calls <n>", "stop before making more calls than this", wholeNumber(1))
    .option("--max-cost <usd>", "stop before spending more US dollars than this", parseDollars)
    .option("--keys-file <file>", "read keys from this file; variables that are already set take precedence")
    .option("--json", "print the recheck as JSON")
    .action(async (bundle: string, _options: TypedWords, command: Command) => {
      const options = ownOptions<TypedWords>(command);
      refuseUnclear(options);
      if (options.keysFile !== undefined) {
        const { loadKeysFile } = await import("../shell/keys-file.js");
        loadKeysFile(options.keysFile, process.env);
      }
      const { recheck } = await import("./recheck.js");
      process.exitCode = await recheck(bundle, options);
    });
}

function refuseUnclear({ live, simulator, baseUrl }: TypedWords): void {
  if (live !== true && simulator === undefined) {
    throw new UsageError("say where to send the requests: --live or --simulator URL", {
      hint: "--live asks the services with your keys, and needs --max-calls or --max-cost.",
    });
  }
  if (simulator === undefined || baseUrl === undefined) return;
  throw new UsageError("--base-url has no effect with --simulator", { hint: "Drop it." });
}
