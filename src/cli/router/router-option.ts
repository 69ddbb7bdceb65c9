import { type Command, Option } from "commander";

/** The router that the command line names, in place of the file's. */
export type NamedRouter = {
  readonly router?: string;
  readonly loadModelPath?: string;
  /** The seed's spelling of `--load-model-path`. */
  readonly load_model_path?: string;
};

/** Adds `--router` and `--load-model-path`, which the seed's commands have. */
export function addRouterOption(command: Command): Command {
  return command
    .option(
      "--router <name>",
      "choose by this trained router, or by this strategy, in place of the file's; the file may be a training file then",
    )
    .addOption(new Option("--load-model-path <file>", "model file of the trained router, in place of the file's"))
    .addOption(new Option("--load_model_path <file>", "as --load-model-path").hideHelp());
}
