import type { Command } from "commander";
import { wholeNumber } from "../shell/shared-options.js";
import type { TrainOptions } from "./train.js";

/** `llm-parity train`: makes a model file from routing data. */
export function addTrain(program: Command): void {
  program
    .command("train")
    .description("train a router on routing data, and write its model file")
    .requiredOption("--router <name>", "router to train: see `llm-parity list-routers`")
    .requiredOption("--config <file>", "the training file: data_path, model_path, metric, hparam, embedding")
    .option("--output <file>", "where to write the model (default: model_path.save_model_path)")
    .option("--seed <n>", "random seed: the same seed gives the same file", wholeNumber(0), 1)
    .option("--date <date>", "date to write into the file, YYYY-MM-DD (default: today)")
    .option("--keys-file <file>", "read keys from this file; variables that are already set take precedence")
    .option("--json", "print the result as JSON")
    .option("--quiet", "print only warnings")
    .action(async (options: TrainOptions) => {
      const { train } = await import("./train.js");
      process.exitCode = await train(options);
    });
}

/** `llm-parity list-routers`: lists the routers. */
export function addListRouters(program: Command): void {
  program
    .command("list-routers")
    .description("show the routers that can be trained or built from data")
    .option("--json", "print as JSON")
    .action(async (options: { readonly json?: true }) => {
      const { listRouters } = await import("./list-routers.js");
      process.exitCode = await listRouters(options);
    });
}
