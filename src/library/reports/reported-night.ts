import type { SheetInput } from "../../report/sheet/sheet-of-run.js";

/** What a history says of a run, for its reports. */
export type ReportedNight = Pick<SheetInput, "night" | "history">;

/** A run that is part of no night. */
export const noNight: ReportedNight = { night: null, history: new Map() };
