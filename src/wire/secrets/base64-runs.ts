/** A stretch of base64 in a text and the bytes it stands for, one character a byte. */
export type Base64Run = { readonly start: number; readonly end: number; readonly decoded: string };

/** Shorter stretches are words, not data. */
const shortestRun = 16;
const runs = new RegExp(`[A-Za-z0-9+/_-]{${shortestRun},}={0,2}`, "g");

/** Every stretch of a text that may be base64 or base64url, read from its beginning. */
export function findBase64Runs(text: string): readonly Base64Run[] {
  return [...text.matchAll(runs)].map((match) => runAt(text, match.index, match.index + match[0].length));
}

/** The stretch around `at` that is aligned so that a group of four characters begins at `groupStart`. */
export function base64RunAround(text: string, groupStart: number, at: number): Base64Run | null {
  let first = at;
  while (first > 0 && isBase64(text.charCodeAt(first - 1))) first -= 1;
  if (groupStart < first) return null;
  let end = at;
  while (end < text.length && isBase64(text.charCodeAt(end))) end += 1;
  while (end < text.length && text[end] === "=" && (end - groupStart) % 4 !== 0) end += 1;
  return runAt(text, groupStart - 4 * Math.floor((groupStart - first) / 4), end);
}

/** Bytes in the alphabet and padding of the run that they replace. */
export function encodeLike(text: string, run: Base64Run, bytes: string): string {
  const original = text.slice(run.start, run.end);
  const encoded = Buffer.from(bytes, "latin1").toString(/[-_]/.test(original) ? "base64url" : "base64");
  const bare = encoded.replace(/=+$/, "");
  const wasPadded = original.endsWith("=") || (!/[-_]/.test(original) && original.length % 4 === 0);
  return wasPadded ? bare.padEnd(Math.ceil(bare.length / 4) * 4, "=") : bare;
}

/**
 * What every base64 text that contains `secret` contains, for each of the three places in a group where the secret
 * can begin. `skip`: characters between the group's start and the needle.
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
  // One character alone in the last group carries no byte and would be lost.
  const end = (limit - start) % 4 === 1 ? limit - 1 : limit;
  return { start, end, decoded: Buffer.from(text.slice(start, end), "base64").toString("latin1") };
}

function isBase64(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 43 ||
    code === 47 ||
    code === 45 ||
    code === 95
  );
}
