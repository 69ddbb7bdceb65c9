import { isJsonObject } from "../../chat/json.js";
import { bundleJson } from "./bundle-json.js";
import { type Problem, problemOf } from "./problem.js";
import { isInRechecks, recheckFile } from "./recheck-names.js";
import { type SumsLine, sha256Of, sumsName, sumsText } from "./sums.js";

/**
 * Checks that a bundle only grew. Each recheck adds `rechecks/<stamp>.json`, whose `previous` is the SHA-256 of SHA256SUMS as it was before
 * (see {@link sha256Of}), and may add a `.har` of the same stamp. Without the lines of a recheck and of all later ones, the list must
 * have that hash again; so a file that was there before cannot be exchanged without making every later recheck anew.
 *
 * It cannot show that this was not done, that no newest recheck was taken away, and that the times are true: whoever makes the
 * bundle can write them all. Only a hash that was given away before, in a case or a mail, holds against its maker.
 */
export function verifyRechecks(lines: readonly SumsLine[], files: ReadonlyMap<string, Uint8Array>): readonly Problem[] {
  const added = lines.filter(({ path }) => isInRechecks(path));
  const strange = added.filter(({ path }) => recheckFile(path) === null);
  if (strange.length > 0) return strange.map(({ path }) => problemOf(path, notOne));
  const stamps = stampsOf(added, "json");
  const alone = stampsOf(added, "har").filter((stamp) => !stamps.includes(stamp));
  const orphans = alone.map((stamp) => problemOf(`rechecks/${stamp}.har`, "has no recheck: its .json is not listed"));
  const read = stamps.map((stamp) => readPrevious(stamp, files));
  const unread = read.flatMap((one) => ("says" in one ? [one] : []));
  if (orphans.length > 0 || unread.length > 0) return [...orphans, ...unread];
  return firstBreak(
    lines,
    read.filter((one) => "previous" in one),
  );
}

const notOne = "is not a file of a recheck: those are named by a time in UTC, as 2026-11-29T01-33-08-123Z.json or .har";

function stampsOf(lines: readonly SumsLine[], kind: "json" | "har"): readonly string[] {
  return lines.flatMap(({ path }) => {
    const file = recheckFile(path);
    return file?.kind === kind ? [file.stamp] : [];
  });
}

type Previous = { readonly stamp: string; readonly path: string; readonly previous: string };

/** A file that is not there is a problem of the list, and found there. */
function readPrevious(stamp: string, files: ReadonlyMap<string, Uint8Array>): Previous | Problem {
  const path = `rechecks/${stamp}.json`;
  const bytes = files.get(path);
  if (bytes === undefined) return problemOf(path, "is not there, so the chain of the rechecks ends before it");
  const read = bundleJson({ path, bytes });
  if (read.kind === "refused") return read.problem;
  const previous = isJsonObject(read.value) ? read.value["previous"] : null;
  if (typeof previous === "string" && /^[0-9a-f]{64}$/.test(previous)) return { stamp, path, previous };
  return problemOf(path, `has no "previous" with the SHA-256 of ${sumsName} before it, in 64 lower-case digits`);
}

/** Only the first: what breaks the chain there breaks it in all later rechecks too. */
function firstBreak(lines: readonly SumsLine[], rechecks: readonly Previous[]): readonly Problem[] {
  const broken = rechecks.find(({ stamp, previous }) => sha256Of(sumsText(linesBefore(stamp, lines))) !== previous);
  if (broken === undefined) return [];
  const what = `says that ${sumsName} had another hash before it: a file of an earlier time, or an earlier recheck, was`;
  return [problemOf(broken.path, `${what} exchanged, added or taken away after it`)];
}

function linesBefore(stamp: string, lines: readonly SumsLine[]): readonly SumsLine[] {
  return lines.filter(({ path }) => {
    const file = recheckFile(path);
    return file === null || file.stamp < stamp;
  });
}
