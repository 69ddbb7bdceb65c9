import { fixtureOf } from "../../../runner/store/save-fixture.js";
import type { HarEntry, HarFile } from "../../../wire/har/har.js";
import type { AgainArm } from "./again-arm.js";

/** When and by what requests were asked again. `mark` null: a vendor answered. `arm`: the failing one, whose cell the HAR names. */
export type AgainOrigin = {
  readonly mark: "SIMULATED" | "DEMO" | null;
  /** ISO 8601, UTC. */
  readonly askedAt: string;
  readonly arm: AgainArm;
  readonly versions: { readonly [name: string]: string };
};

/** The exchanges of requests that were asked again, as one recording. */
export function againHar(entries: readonly HarEntry[], { mark, askedAt, arm, versions }: AgainOrigin): HarFile {
  const isLive = mark === null;
  const origin = {
    source: isLive ? ("recorded" as const) : ("authored" as const),
    recordedAt: isLive ? askedAt : null,
    after: isLive ? null : "the simulator of llm-parity",
    note: `${isLive ? "" : "SIMULATED. "}Two requests, asked again in turns; the JSON beside this file says which is which.`,
    endpoint: null,
    versions,
  };
  const { meta } = fixtureOf({ scenario: arm.scenario, target: arm.target, client: "http" }, [], origin);
  return { meta, entries };
}
