import type { SheetPoint } from "../../sheet/sheet.js";

/** One night of a history. `eligible` 0: nothing was measured. */
export type CodedNight = {
  readonly state: SheetPoint["state"];
  readonly eligible: number;
  readonly bad: number;
};

const letters: readonly (readonly [state: SheetPoint["state"], letter: string])[] = [
  ["measured", ""],
  ["masked", "k"],
  ["other-rules", "r"],
  ["not-measured", "n"],
  ["not-asked", "a"],
  ["missed", "m"],
];
const letterOf = new Map(letters);
const stateOf = new Map(letters.map(([state, letter]) => [letter, state]));

/** The history of a cell as a token a night: `12:3` is 3 bad of 12, `k12:3` of a masked night, `m` a missed one, and an empty one has no line. */
export function historyCode(points: readonly SheetPoint[], nights: readonly string[]): string {
  if (points.length === 0) return "";
  const byNight = new Map(points.map((point) => [point.night, point]));
  return nights.map((night) => tokenOf(byNight.get(night))).join(",");
}

/** The nights behind {@link historyCode}, in the order of the page's nights; null: no line for that night. */
export function readHistory(code: string): readonly (CodedNight | null)[] {
  return code === "" ? [] : code.split(",").map(readToken);
}

function tokenOf(point: SheetPoint | undefined): string {
  if (point === undefined) return "";
  const counts = point.eligible === 0 ? "" : `${point.eligible}:${point.bad}`;
  const letter = letterOf.get(point.state) ?? "";
  return letter === "" && counts === "" ? "n" : `${letter}${counts}`;
}

function readToken(token: string): CodedNight | null {
  const [, letter, eligible, bad] = /^([a-z]?)(?:(\d+):(\d+))?$/.exec(token) ?? [];
  if (token === "" || letter === undefined) return null;
  return { state: stateOf.get(letter) ?? "measured", eligible: Number(eligible ?? 0), bad: Number(bad ?? 0) };
}
