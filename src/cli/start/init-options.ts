import { type Command, Option } from "commander";
import { type CiService, ciServices } from "../../library/start/starter-files.js";

/** `llm-parity init`: writes a project to start from. */
export function addInit(program: Command): void {
  program
    .command("init")
    .description("write and check a project to start from: a scenario, a model at two providers, a nightly workflow")
    .argument("[folder]", "where to write it; created if missing", ".")
    .addOption(
      new Option("--ci <service>", "the service that the nightly workflow is for")
        .choices(ciServices)
        .default("github"),
    )
    .action(async (folder: string, { ci }: { readonly ci: CiService }) => {
      const { init } = await import("./init.js");
      process.exitCode = await init(folder, ci);
    });
}
