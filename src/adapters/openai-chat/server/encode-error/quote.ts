import { createRedactor } from "../../../../wire/secrets/redact.js";

/**
 * A service's message that is safe to show to any client: without stack, keys, addresses, accounts and paths, cut to 600
 * characters; null when nothing is left. The server itself redacts the secret values of its configuration.
 */
export function quotable(message: string): string | null {
  const withoutStack = beginning(message).split(/\n\s+at /)[0] ?? "";
  const clean = cleanings.reduce((text, [what, mark]) => text.replace(what, mark), redactor.text(withoutStack));
  const short = clean.replace(/\s+/g, " ").trim();
  if (short === "") return null;
  return short.length > 600 ? `${short.slice(0, 600)}…` : short;
}

/** The first 4,000 characters, in whole words: half a key no longer matches the pattern of a key. */
function beginning(message: string): string {
  return message.length <= 4000 ? message : message.slice(0, 4000).replace(/\S*$/, "");
}

const redactor = createRedactor([]);

/** The order matters: a URL contains a host and a path, an ARN contains an account. */
const cleanings: readonly (readonly [what: RegExp, mark: string])[] = [
  [/\b[a-z][a-z0-9+.-]{1,15}:\/\/[^\s"'`<>]+/gi, "[address]"],
  [/\barn:aws[a-z-]*:[^\s"'`<>]+/gi, "[arn]"],
  [
    /(?<![\w.-])(?:[a-z0-9-]{1,63}\.){1,8}(?:com|net|org|io|ai|dev|cloud|cn|aws|internal|local|lan)(?![\w-])(?::\d+)?/gi,
    "[host]",
  ],
  [/(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?![\w.])/g, "[host]"],
  [/(?<![0-9a-f:])(?:[0-9a-f]{1,4}:){3,7}[0-9a-f:]{1,8}/gi, "[host]"],
  [/(?<!\d)\d{12}(?!\d)/g, "[account]"],
  [/\b(?:org|proj|user|acct)-[A-Za-z0-9]{12,}/g, "[account]"],
  [/(?<=^|[\s"'`(=])~?(?:\/[\w.@+-]+){2,}\/?/g, "[path]"],
  [/\b[A-Za-z]:\\[^\s"'`]+/g, "[path]"],
];
