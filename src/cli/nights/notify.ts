import type { MessageFormat } from "../../library/announce/message-formats.js";
import { readGate } from "../../library/announce/read-gate.js";
import { runLink } from "../../library/announce/run-link.js";
import { sendOnce } from "../../library/announce/send-once.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { UsageError } from "../../library/usage-error.js";
import { markdownText, type NightNews, nightMessage } from "../../report/nights/night-message.js";
import { log, print } from "../shell/print.js";

export type NotifyOptions = {
  readonly gate?: string;
  readonly nothingMeasured?: string;
  readonly sent?: string;
  readonly link?: string;
  readonly format: MessageFormat;
  readonly print?: true;
};

/** `llm-parity notify`: resolves with 0 where the message was sent, printed, or sent before. */
export async function notify(options: NotifyOptions): Promise<ExitCode> {
  const message = nightMessage(newsOf(options));
  if (options.print === true) {
    print(markdownText(message));
    return exitCodes.fine;
  }
  const { sent, format } = options;
  log(await sendOnce(message, { format, environment: process.env, ...(sent === undefined ? {} : { sent }) }));
  return exitCodes.fine;
}

function newsOf({ gate, nothingMeasured, link = runLink(process.env) ?? undefined }: NotifyOptions): NightNews {
  if (gate !== undefined) {
    const result = readGate(gate);
    return { night: result.night, result, link: link ?? null };
  }
  if (nothingMeasured !== undefined) return { night: nothingMeasured, result: null, link: link ?? null };
  throw new UsageError("notify needs a night", {
    hint: "Add --gate <file>, or --nothing-measured <night> where there is no result.",
  });
}
