import { type Command, InvalidArgumentError, Option } from "commander";
import { messageFormats } from "../../library/announce/message-formats.js";
import type { NotifyOptions } from "./notify.js";

/** `llm-parity notify`: sends the message of a night. */
export function addNotify(program: Command): void {
  program
    .command("notify")
    .description("send the counts and links of a night to the web hook in LLM_PARITY_NOTIFY_URL, once a night")
    .addOption(new Option("--gate <file>", "the gate's result, as `llm-parity gate --json` prints it"))
    .addOption(
      new Option("--nothing-measured <night>", "report that this night has no result at all, YYYY-MM-DD")
        .argParser(parseNight)
        .conflicts("gate"),
    )
    .option("--sent <file>", "keep a record of sent messages here, so that no night is sent twice")
    .option("--link <url>", "where the night is shown (default: the current run of GitHub or GitLab)", parseLink)
    .addOption(
      new Option("--format <format>", "Slack's form, or all counts as JSON; auto: Slack's form for Slack's hosts")
        .choices(messageFormats)
        .default("auto"),
    )
    .option("--print", "print the message as Markdown, and send nothing")
    .action(async (options: NotifyOptions) => {
      const { notify } = await import("./notify.js");
      process.exitCode = await notify(options);
    });
}

function parseNight(text: string): string {
  const date = new Date(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(date.getTime()) || !date.toISOString().startsWith(text)) {
    throw new InvalidArgumentError(`"${text}" is not a date such as 2026-11-29.`);
  }
  return text;
}

function parseLink(text: string): string {
  const protocol = URL.canParse(text) ? new URL(text).protocol : null;
  if (protocol === "https:" || protocol === "http:") return text;
  throw new InvalidArgumentError(`"${text}" is not a web address such as https://example.com/nights.`);
}
