/** A text as one word of a POSIX shell, on one line and in characters that a page shows: quoted where it needs to be. */
export function shellWord(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  if (unshown.test(text)) return `"$(printf '${octal(text)}')"`;
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A flag with its value as two words; as one, where the value would be read as a flag. */
export function flagWords(flag: string, value: string): string {
  return value.startsWith("-") ? `${flag}=${shellWord(value)}` : `${flag} ${shellWord(value)}`;
}

/** What a report does not show as it is: control characters, line ends, and marks that have no width or turn the text around. */
const unshown = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Cn}]/u;

function octal(text: string): string {
  return [...Buffer.from(text)].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
}
