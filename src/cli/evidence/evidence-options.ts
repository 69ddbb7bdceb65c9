import { type Command, Option } from "commander";
import { cellExample } from "../../scenario/target-examples.js";
import { ownOptions } from "../shell/own-options.js";
import { addFileOptions, parseDollars, simulatorOption, typedFiles, wholeNumber } from "../shell/shared-options.js";
import type { EvidenceBundleOptions } from "./make.js";
import { addRecheck } from "./recheck-options.js";
import type { VerifyOptions } from "./verify.js";

/** `llm-parity evidence CELL --out DIR`, and the commands about a bundle that is there. */
export function addEvidence(program: Command): void {
  const evidence = program
    .command("evidence")
    .description("bundle the evidence of a failing cell for the vendor: request, reply, scripts, pages, checksums");
  addFileOptions(
    evidence.argument(
      "<cell...>",
      `<target>/<scenario>, e.g. ${cellExample}, or <scenario> on <target>, as a run prints it`,
    ),
  )
    .option("--out <folder>", "folder for the bundle; it must be new or empty")
    .option("--run <run>", "take the cell from this run: its folder, its id, or last (default: replay the fixture)")
    .option("--runs <folder>", "where runs are kept", "runs")
    .option("--base-url <url>", "base URL for typed targets such as openai-chat:my-model")
    .option("--working <cell>", "the cell to show as the working one (default: the control that shows most)")
    .option("--account <id>", "the AWS account id, for the case form; without it, account ids are removed")
    .option("--demo", "allow simulated or authored bytes; every page then says DEMO")
    .option(
      "--again <pairs>",
      "before bundling, ask both requests again in turns, this many times each",
      wholeNumber(1),
    )
    .addOption(simulatorOption().conflicts("live"))
    .addOption(new Option("--live", "with --again: ask the real services; costs money"))
    .option("--max-calls <n>", "with --again: stop before making more calls than this", wholeNumber(1))
    .option("--max-cost <usd>", "with --again: stop before spending more US dollars than this", parseDollars)
    .option("--keys-file <file>", "read keys from this file; variables that are already set take precedence")
    .option("--no-clients", "do not run the installed clients on the failing reply")
    .option("--json", "print as JSON")
    .action(async (cell: readonly string[], options: EvidenceBundleOptions, command: Command) => {
      if (options.keysFile !== undefined) {
        const { loadKeysFile } = await import("../shell/keys-file.js");
        loadKeysFile(options.keysFile, process.env);
      }
      const { makeBundle } = await import("./make.js");
      process.exitCode = await makeBundle(cell.join(" "), { ...options, typed: typedFiles(command, options) });
    });
  evidence
    .command("verify")
    .description("check a bundle: compare hashes, decode the bytes again, recompute verdicts and numbers")
    .argument("<folder>", "folder of the bundle")
    .option("--json", "print as JSON")
    .action(async (folder: string, _options: VerifyOptions, command: Command) => {
      const options = ownOptions<VerifyOptions>(command);
      const { verify } = await import("./verify.js");
      process.exitCode = await verify(folder, options);
    });
  addRecheck(evidence);
}
