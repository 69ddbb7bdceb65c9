/** A run of base64 in a text, `[start, end)`, and its decoded bytes as Latin-1. */
export type Base64Run = { readonly start: number; readonly end: number; readonly decoded: string };

/** Shorter runs are words, not data. */
const shortestRun = 16;

/**
 * Every run of a text that may be base64 or base64url, decoded from its start. Each look is at the last place that the shortest run from here
 * would have: most texts are words, and most windows of them are passed over at once.
 */
export function findBase64Runs(text: string): readonly Base64Run[] {
  const found: Base64Run[] = [];
  for (let from = 0; from + shortestRun <= text.length; ) {
    const start = startWithin(text, from, from + shortestRun);
    if (start === from) {
      const limit = paddedEnd(text, endFrom(text, from + shortestRun));
      found.push(runAt(text, from, limit));
      from = limit;
    } else from = start;
  }
  return found;
}

/** Where the run begins that goes up to `end`; `end`: none does. */
function startWithin(text: string, from: number, end: number): number {
  let start = end;
  while (start > from && isBase64(text.charCodeAt(start - 1))) start -= 1;
  return start;
}

function endFrom(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && isBase64(text.charCodeAt(end))) end += 1;
  return end;
}

function paddedEnd(text: string, end: number): number {
  if (text[end] !== "=") return end;
  return text[end + 1] === "=" ? end + 2 : end + 1;
}

/**
 * The run around `offset`, aligned so that a group of four characters begins at `groupStart`; null: that is outside it.
 */
export function base64RunAround(text: string, groupStart: number, offset: number): Base64Run | null {
  const first = startWithin(text, 0, offset);
  if (groupStart < first) return null;
  let end = endFrom(text, offset);
  while (end < text.length && text[end] === "=" && (end - groupStart) % 4 !== 0) end += 1;
  return runAt(text, groupStart - 4 * Math.floor((groupStart - first) / 4), end);
}

/** Encodes bytes (as Latin-1) in the alphabet and padding of the run that they replace. */
export function encodeLike(text: string, run: Base64Run, bytes: string): string {
  const original = text.slice(run.start, run.end);
  const encoded = Buffer.from(bytes, "latin1").toString(/[-_]/.test(original) ? "base64url" : "base64");
  const bare = encoded.replace(/=+$/, "");
  const wasPadded = original.endsWith("=") || (!/[-_]/.test(original) && original.length % 4 === 0);
  return wasPadded ? bare.padEnd(Math.ceil(bare.length / 4) * 4, "=") : bare;
}

/**
 * The substrings to search for: every base64 text that contains `secret` contains one of them, depending on where in a
 * group of three bytes the secret begins. `skip`: characters between the group's start and the needle.
 */
export function base64Needles(secret: Uint8Array): readonly { readonly needle: string; readonly skip: number }[] {
  return [0, 1, 2].flatMap((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), secret]);
    const skip = shift === 0 ? 0 : shift + 1;
    const whole = Math.floor((bytes.length * 8) / 6);
    const needle = bytes.toString("base64").slice(skip, whole);
    const urlSafe = needle.replaceAll("+", "-").replaceAll("/", "_");
    return needle === urlSafe
      ? [{ needle, skip }]
      : [
          { needle, skip },
          { needle: urlSafe, skip },
        ];
  });
}

function runAt(text: string, start: number, limit: number): Base64Run {
  // A single character in the last group encodes no whole byte and would be lost.
  const end = (limit - start) % 4 === 1 ? limit - 1 : limit;
  return { start, end, decoded: Buffer.from(text.slice(start, end), "base64").toString("latin1") };
}

/** By code, whether the character is one of base64 or base64url. */
const alphabet = Uint8Array.from({ length: 128 }, (_, code) =>
  /[A-Za-z0-9+/_-]/.test(String.fromCharCode(code)) ? 1 : 0,
);

function isBase64(code: number): boolean {
  return code < 128 && alphabet[code] === 1;
}
