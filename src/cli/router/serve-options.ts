import type { Command } from "commander";
import { shippedModels, simulatorOption, wholeNumber } from "../shell/shared-options.js";
import { addRouterOption } from "./router-option.js";
import type { ServeOptions } from "./serve.js";

/** `llm-parity serve`: serves the router. */
export function addServe(program: Command): void {
  const command = program
    .command("serve")
    .description("serve a router for Chat Completions, Responses and Messages over the measured adapters");
  addRouterOption(command)
    .requiredOption("-c, --config <file>", "the router's file, such as examples/router.yaml")
    .option("--models <file>", "models, their targets and facts", shippedModels())
    .option("--host <host>", "listen on this host instead of the file's")
    .option("-p, --port <port>", "listen on this port instead of the file's; 0: any free port", wholeNumber(0))
    .addOption(simulatorOption())
    .option("--grace <ms>", "how long requests under way may still take after a stop signal", wholeNumber(0), 30_000)
    .option("--keys-file <file>", "read keys from this file; variables that are already set take precedence")
    .action(async (options: ServeOptions) => {
      const { serve } = await import("./serve.js");
      process.exitCode = await serve(options);
    });
}
