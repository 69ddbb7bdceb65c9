/** What an issue remembers of its case, in a comment that no reader sees. */
export type CaseMarker = {
  /** Made of subject and episode: one issue has it, for ever. */
  readonly fingerprint: string;
  /** A cell, or a column. */
  readonly subject: string;
  /** Given when the case was opened: the night. A failure that comes back after its end is another episode. */
  readonly episode: string;
  /** The latest run that wrote the issue. An older one leaves it alone. */
  readonly seen: RunOrder;
  /** Measured good nights since the last bad one, oldest first. */
  readonly good: readonly string[];
  /** The latest nights, oldest first. */
  readonly nights: readonly CaseNight[];
  /** True once there were enough good nights: a later failure is a case of its own. */
  readonly ended: boolean;
};

/** Which of two runs is later: by night, then by number, then by attempt. */
export type RunOrder = { readonly night: string; readonly run: number; readonly attempt: number };

export type CaseNight = {
  readonly night: string;
  readonly state: string;
  readonly bad: number | null;
  readonly eligible: number | null;
};

/** Negative: `a` was before `b`. */
export function compareRuns(a: RunOrder, b: RunOrder): number {
  if (a.night !== b.night) return a.night < b.night ? -1 : 1;
  return a.run - b.run || a.attempt - b.attempt;
}

const begin = "<!-- llm-parity:case ";
const end = " -->";

/** The first line of an issue's body. Nothing in it can end the comment. */
export function writeMarker(marker: CaseMarker): string {
  const json = JSON.stringify(marker).replace(/[<>&-]/g, (character) => `\\u${hex(character)}`);
  return `${begin}${json}${end}`;
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(4, "0");
}

/** Reads the marker on the first line of a body; null: there is none, or it was damaged. */
export function readMarker(body: string): CaseMarker | null {
  const line = body.split(/\r?\n/, 1)[0]?.trim() ?? "";
  if (!line.startsWith(begin) || !line.endsWith(end)) return null;
  try {
    const value: unknown = JSON.parse(line.slice(begin.length, -end.length));
    return isMarker(value) ? value : null;
  } catch {
    return null;
  }
}

function isMarker(value: unknown): value is CaseMarker {
  if (!hasAll(value, ["fingerprint", "subject", "episode"], "string")) return false;
  const { seen, good, nights, ended } = value as Partial<CaseMarker>;
  return (
    hasAll(seen, ["run", "attempt"], "number") &&
    hasAll(seen, ["night"], "string") &&
    Array.isArray(good) &&
    good.every((night) => typeof night === "string") &&
    Array.isArray(nights) &&
    nights.every((night) => hasAll(night, ["night", "state"], "string")) &&
    typeof ended === "boolean"
  );
}

function hasAll(value: unknown, names: readonly string[], type: string): boolean {
  if (typeof value !== "object" || value === null) return false;
  return names.every((name) => Object.hasOwn(value, name) && typeof Reflect.get(value, name) === type);
}
