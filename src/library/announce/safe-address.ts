import { isLoopback } from "../../router/config/serve-config.js";
import { UsageError } from "../usage-error.js";

/**
 * Checks an address that something secret is sent to. `name`: the variable that it comes from, for the messages, which never show
 * more of the address than its host. Throws a UsageError for anything but https, or http on loopback.
 */
export function safeAddress(name: string, text: string): URL {
  const trimmed = text.trim();
  if (!URL.canParse(trimmed)) throw wrong(name, "is not a web address", "Write it whole, beginning with https://.");
  const url = new URL(trimmed);
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw wrong(
      name,
      `begins with ${url.protocol}//, which is not a web address`,
      "Write one that begins with https://.",
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw wrong(name, "has a user name or a password before the host", "Use an address that needs none.");
  }
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (url.protocol === "http:" && !isLoopback(host)) {
    throw wrong(name, `would be sent to ${url.host} without encryption`, "Write https:// in place of http://.");
  }
  return url;
}

function wrong(name: string, what: string, hint: string): UsageError {
  return new UsageError(`${name} ${what}`, { hint });
}
