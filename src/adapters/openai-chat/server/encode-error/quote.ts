import { createRedactor } from "../../../../wire/secrets/redact.js";

/**
 * What a service said, fit for a stranger: without its stack, keys, addresses, accounts and paths, at most 600
 * characters; null: nothing is left. Values that are secret in the configuration are the server's to redact.
 */
export function quotable(message: string): string | null {
  const spoken = beginning(message).split(/\n\s+at /)[0] ?? "";
  const clean = cleanings.reduce((text, [what, mark]) => text.replace(what, mark), redactor.text(spoken));
  const short = clean.replace(/\s+/g, " ").trim();
  if (short === "") return null;
  return short.length > 600 ? `${short.slice(0, 600)}…` : short;
}

/** As much as is looked at, in whole words: half a key has no longer the shape of one. */
function beginning(message: string): string {
  return message.length <= 4000 ? message : message.slice(0, 4000).replace(/\S*$/, "");
}

const redactor = createRedactor([]);

/** In this order: a URL has a host and a path in it, an ARN an account. */
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
