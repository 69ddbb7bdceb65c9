import { join } from "node:path";
import { runLink } from "../../library/announce/run-link.js";
import { sendOnce } from "../../library/announce/send-once.js";
import { exitCodes } from "../../library/exit-code.js";
import { defaultHistory } from "../../library/nights/open-history.js";
import { UsageError } from "../../library/usage-error.js";
import { type NightNews, nightMessage } from "../../report/nights/night-message.js";
import { log, sanitise } from "../shell/print.js";
import { showError } from "../shell/show-error.js";

type News = Omit<NightNews, "link">;

/**
 * Sends the message of a night, once. `history`: the folder that was named. A message that cannot be sent is said, and nothing else comes of
 * it: the exit code stays that of the gate.
 */
export async function sendNight(news: News, history: string = defaultHistory): Promise<void> {
  const message = nightMessage({ ...news, link: runLink(process.env) });
  const sent = join(history, "notified.jsonl");
  try {
    log(sanitise(await sendOnce(message, { format: "auto", sent, environment: process.env })));
  } catch (error) {
    showError(error, process.env);
  }
}

/** Does what makes a night; where that fails, says in a message that nothing was measured, and throws on. A mistake in the command sends none. */
export async function orSendNothing<Made>(
  make: () => Promise<Made>,
  { night, history }: { readonly night: string; readonly history?: string | undefined },
): Promise<Made> {
  try {
    return await make();
  } catch (error) {
    const isMistake = error instanceof UsageError && error.code === exitCodes.usage;
    if (!isMistake) await sendNight({ night, result: null }, history);
    throw error;
  }
}

/** The night that is meant where none is named: that of today, UTC. */
export function nightOfToday(): string {
  return new Date().toISOString().slice(0, 10);
}
