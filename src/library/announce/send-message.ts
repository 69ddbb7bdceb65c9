import type { NightMessage } from "../../report/nights/night-message.js";
import { slackText } from "../../report/nights/night-message.js";
import { TransportError } from "../../wire/exchange.js";
import { exitCodes } from "../exit-code.js";
import { UsageError } from "../usage-error.js";
import type { MessageFormat } from "./message-formats.js";
import { safeAddress } from "./safe-address.js";
import { type Answered, type SendOptions, sendJson } from "./send-json.js";

/** The variable with the address, which is a secret. */
export const addressVariable = "LLM_PARITY_NOTIFY_URL";

/**
 * Sends the message of a night to the address in `LLM_PARITY_NOTIFY_URL`. Resolves with the host that took it. Throws a UsageError
 * without the address in it: a wrong or missing address (code 2), a refusal or no answer (code 4).
 */
export async function sendMessage(
  message: NightMessage,
  format: MessageFormat,
  options: SendOptions,
): Promise<{ readonly host: string }> {
  const address = options.environment[addressVariable];
  if (address === undefined || address.trim() === "") {
    throw new UsageError(`${addressVariable} is not set, so there is nowhere to send the message`, {
      hint: "Set it to the address of a web hook, such as an incoming web hook of Slack; `--print` prints the message.",
    });
  }
  const url = safeAddress(addressVariable, address);
  const isSlack = format === "slack" || (format === "auto" && slackHosts.has(url.hostname));
  const body = isSlack ? { text: slackText(message) } : message;
  const answered = await post(url, body, options);
  if (answered.status >= 200 && answered.status < 300) return { host: url.host };
  throw refusal(url, answered);
}

const slackHosts: ReadonlySet<string> = new Set(["hooks.slack.com", "hooks.slack-gov.com"]);

async function post(url: URL, body: unknown, options: SendOptions): Promise<Answered> {
  try {
    return await sendJson({ method: "POST", url: url.href, headers: [], body }, options);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    throw new UsageError(`the message was not sent: ${url.host} did not answer (${error.kind})`, {
      hint: `Check the host in ${addressVariable}, and the proxy of this machine.`,
      code: exitCodes.unmeasured,
    });
  }
}

function refusal(url: URL, { status, text }: Answered): UsageError {
  const said = text.replace(/\s+/g, " ").trim().slice(0, 100);
  const path = `${url.pathname}${url.search}`;
  const shown = said === "" || (path.length > 1 && said.includes(path)) ? "" : `: ${said}`;
  return new UsageError(`the message was not sent: ${url.host} answered with status ${status}${shown}`, {
    hint: hintFor(status),
    code: exitCodes.unmeasured,
  });
}

function hintFor(status: number): string {
  if (status >= 300 && status < 400)
    return `The web hook has moved: set ${addressVariable} to the address it moved to.`;
  if (status === 404 || status === 410)
    return `There is no such web hook (any more): make a new one, and set ${addressVariable}.`;
  if (status === 401 || status === 403)
    return `The web hook is revoked, or its address is cut: set ${addressVariable} again.`;
  if (status === 429) return "The web hook had too many messages: try again later.";
  if (status >= 500) return "The web hook is out of order: try again later.";
  return "The web hook does not accept this form: try --format slack, or --format json.";
}
