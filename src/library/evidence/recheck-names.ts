/** The folder of a bundle to which each recheck adds its files. */
const folder = "rechecks/";

/** A file of a recheck. `stamp`: when it began, in UTC, as `2026-11-29T01-33-08-123Z`: sorted by name is sorted by time. */
export type RecheckFile = { readonly stamp: string; readonly kind: "json" | "har" };

/** The path of a file of the recheck that began then. */
export function recheckPath(startedAt: Date, kind: "json" | "har"): string {
  return `${folder}${startedAt.toISOString().replace(/[:.]/g, "-")}.${kind}`;
}

/** True for every path in the folder of the rechecks, lawful or not. */
export function isInRechecks(path: string): boolean {
  return path.startsWith(folder);
}

/** What a path in the folder of the rechecks names; null: no file of a recheck, or a time that does not exist. */
export function recheckFile(path: string): RecheckFile | null {
  const [, stamp, day, hour, minute, second, milli, kind] =
    /^rechecks\/((\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z)\.(json|har)$/.exec(path) ?? [];
  if (stamp === undefined || (kind !== "json" && kind !== "har")) return null;
  const time = new Date(`${day}T${hour}:${minute}:${second}.${milli}Z`);
  return !Number.isNaN(time.getTime()) && recheckPath(time, kind) === path ? { stamp, kind } : null;
}
