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
      "use this trained router or this strategy instead of the file's; the file may then be a training file",
    )
    .addOption(
      new Option(
        "--load-model-path <file>",
        "model file of the trained router, instead of the one that the file names",
      ),
    )
    .addOption(new Option("--load_model_path <file>", "as --load-model-path").hideHelp());
}
