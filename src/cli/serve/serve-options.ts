import { availableParallelism } from "node:os";
import { type Command, InvalidArgumentError } from "commander";
import { addRouterOption } from "../router/router-option.js";
import { shippedModels, simulatorOption, wholeNumber } from "../shell/shared-options.js";
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
    .option("--workers <n>", "run this many processes at one address; auto: one for each core", parseWorkers, 1)
    .option("--grace <ms>", "how long requests under way may still take after a stop signal", wholeNumber(0), 30_000)
    .option("--keys-file <file>", "read keys from this file; variables that are already set take precedence")
    .action(async ({ workers, ...options }: ServeOptions & { readonly workers: number }) => {
      if (workers > 1) {
        const { serveWorkers } = await import("./serve-workers.js");
        process.exitCode = await serveWorkers(options, workers);
        return;
      }
      const { serve } = await import("./serve.js");
      process.exitCode = await serve(options);
    });
}

/** More of them for each core only take memory. */
const mostForEachCore = 4;

function parseWorkers(text: string): number {
  const cores = availableParallelism();
  if (text === "auto") return cores;
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1) {
    throw new InvalidArgumentError(
      `"${text}" is not a number of workers: write 1 or more, or auto for one for each core.`,
    );
  }
  const most = cores * mostForEachCore;
  if (count <= most) return count;
  throw new InvalidArgumentError(
    `this machine has ${cores} cores, and more than ${most} workers only take memory; write auto for ${cores}.`,
  );
}
