import { fromCompiled } from "../../source/compiled/from-compiled.js";
import type { Battery } from "../battery/battery-file.js";

/** Reads a battery, without loading YAML and schemas where the build has read this very text. Rejects as `loadBattery` throws. */
export async function readBattery(file: string): Promise<Battery> {
  const compiled = fromCompiled({ kind: "battery", file }, (source: Battery) => source);
  if (compiled !== null) return compiled;
  const { loadBattery } = await import("../battery/load-battery.js");
  return loadBattery(file);
}
