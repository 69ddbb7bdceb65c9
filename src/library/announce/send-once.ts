import type { NightMessage } from "../../report/nights/night-message.js";
import type { MessageFormat } from "./message-formats.js";
import type { SendOptions } from "./send-json.js";
import { sendMessage } from "./send-message.js";
import { rememberSent, wasSent } from "./sent-nights.js";

/** `sent`: the file that remembers of which nights a message was sent; absent: none does. */
type OnceOptions = SendOptions & { readonly format: MessageFormat; readonly sent?: string };

/** Sends the message of a night, unless one of this night was sent before. Resolves with what happened; throws as `sendMessage` does. */
export async function sendOnce(message: NightMessage, { format, sent, ...options }: OnceOptions): Promise<string> {
  const { night, headline } = message;
  if (sent !== undefined && wasSent(sent, night)) {
    return `the message of the night ${night} was sent before, says ${sent}; not sent again`;
  }
  const { host } = await sendMessage(message, format, options);
  if (sent !== undefined) rememberSent(sent, { night, sentAt: new Date().toISOString(), headline });
  return `sent to ${host}: night ${night}: ${headline}`;
}
