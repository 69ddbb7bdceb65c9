import { type Command, InvalidArgumentError } from "commander";
import { shippedFile } from "../../library/shipped-file.js";
import { isDay } from "../../verdict/nights/calendar.js";
import { ownOptions } from "../shell/own-options.js";
import type { AttestOptions } from "./attest.js";
import type { VerifyStatementOptions } from "./verify-statement.js";

/** `llm-parity attest TARGET… --profile NAME`, and `attest verify FILE`. */
export function addAttest(program: Command): void {
  const attest = program
    .command("attest")
    .description("state what all runs in a time window show about a profile, in a form that others can check")
    .argument("<target...>", "targets, named as in the runs, e.g. kimi-k2.5/bedrock/converse")
    .option("--profile <name>", "agent-core, streaming, structured-output or reasoning")
    .option("--runs <folder>", "where runs are kept", "runs")
    .option("--from <day>", "first day of the window, UTC (default: 29 days before its last)", parseDay)
    .option("--to <day>", "last day of the window, UTC (default: today)", parseDay)
    .option("--out <file>", "file for the statement; its page is written beside it", "statement.json")
    .option(
      "--known <file>",
      "divergences expected today; the statement lists those of its cells",
      shippedFile("scenarios/known.yaml"),
    )
    .option("--models <file>", "models that the known divergences name", shippedFile("scenarios/models.yaml"))
    .option("--sign <file>", "sign it with this Ed25519 private key (PEM), as a DSSE envelope beside it")
    .option("--demo", "count simulator runs; the statement then says DEMO")
    .option("--json", "print the statement")
    .action(async (targets: readonly string[], options: AttestOptions) => {
      const { attest: state } = await import("./attest.js");
      process.exitCode = await state(targets, options);
    });
  attest
    .command("verify")
    .description("check a statement: its bytes, date and edition; with --store also its runs and verdicts")
    .argument("<file>", "file of the statement")
    .option("--store <folder>", "folder of the runs behind it: each is hashed and judged again")
    .option("--key <file>", "Ed25519 public key (PEM) of the expected signer")
    .option("--at <day>", "the day of the check (default: today)", parseDay)
    .option("--json", "print as JSON")
    .action(async (file: string, _options: VerifyStatementOptions, command: Command) => {
      const options = ownOptions<VerifyStatementOptions>(command);
      const { verifyStatementFile } = await import("./verify-statement.js");
      process.exitCode = await verifyStatementFile(file, options);
    });
}

function parseDay(text: string): string {
  if (!isDay(text)) throw new InvalidArgumentError(`"${text}" is not a day such as 2026-11-30.`);
  return text;
}
