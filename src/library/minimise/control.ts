import type { ChatRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import type { WorkingControl } from "../../verdict/evidence/choose-working.js";
import { cellName } from "../../verdict/evidence/evidence-calls.js";
import { flips } from "../../verdict/experiment/levels/flips/registry.js";
import { carried } from "../../verdict/experiment/places/carried.js";
import type { MadeSpace } from "../../verdict/experiment/places/make-space.js";
import type { ExperimentPlace, PlacedRequest } from "../../verdict/experiment/places/place.js";
import { placeRequest } from "../../verdict/experiment/places/place-request.js";
import type { Arm } from "../../verdict/experiment/space.js";
import type { Explained } from "../experiment/case-space.js";
import type { KnownCause } from "./cause-of-experiment.js";

/** What a minimised request is held against: the same at another place, or with one factor changed. */
export type Control = {
  readonly says: string;
  readonly kind: "factor" | "place";
  /** The request as the control sends it. */
  readonly place: (request: ChatRequest) => PlacedRequest;
};

/** `control` null: none can be asked, and `why`. */
export type FoundControl =
  | { readonly control: Control; readonly why: null }
  | { readonly control: null; readonly why: string };

export type ControlSources = {
  readonly explained: Explained;
  readonly made: MadeSpace;
  /** What an experiment proved; null: none was named. */
  readonly known: KnownCause | null;
  /** The control of the cell's run that says most; null: it has none. */
  readonly working: WorkingControl | null;
  readonly targets: readonly Target[];
  /** What is missing to ask a target, in words; null: nothing is. */
  readonly lacks: (target: Target) => string | null;
};

/** The control of a cell that can be asked: the one that an experiment proved, else the one of its run that says most. */
export function findControl(sources: ControlSources): FoundControl {
  const { known, made, explained } = sources;
  const arm = known?.fine.find(({ place }) => place === null || made.places.some(({ id }) => id === place));
  if (arm !== undefined) {
    return {
      control: { ...ofArm(arm, made, explained), says: `${armWords(arm, made)}, as the experiment proved` },
      why: null,
    };
  }
  return ofRun(sources);
}

function ofRun({ working, made, explained, targets, lacks }: ControlSources): FoundControl {
  if (working === null) return { control: null, why: "the run has no control that is fine" };
  const { reading, verdict } = working;
  const name = cellName(verdict.cell);
  if (reading.kind === "factor") {
    const arm = armOf(reading.differs, made);
    if (arm === null) return { control: null, why: `${name} is fine, but ${reading.differs} cannot be changed here` };
    return { control: { ...ofArm(arm, made, explained), says: `${armWords(arm, made)}, as in ${name}` }, why: null };
  }
  const target = targets.find(({ id }) => id === verdict.cell.target);
  const why = target === undefined ? "its target is in no file" : lacks(target);
  if (target === undefined || why !== null)
    return { control: null, why: `${name} is fine, but cannot be asked: ${why}` };
  const place: ExperimentPlace = { id: name, part: "provider", says: name, target, client: verdict.cell.client };
  const arm: Arm = { changed: {}, place: place.id };
  return {
    control: {
      ...ofArm(arm, { ...made, places: [place] }, explained),
      says: `the same request at ${verdict.cell.target}`,
    },
    why: null,
  };
}

/** The likeliest cure of a factor, by its id or the id under which the attribution reads it. */
function armOf(differs: string, { space }: MadeSpace): Arm | null {
  const ids = flips
    .filter(({ id, reads }) => id === differs || reads?.some((one) => one === differs))
    .map(({ id }) => id);
  const factor = space.factors.find(({ id }) => ids.some((one) => one === id));
  const level = factor?.levels[0];
  return factor === undefined || level === undefined ? null : { changed: { [factor.id]: level.id }, place: null };
}

function ofArm(arm: Arm, { places }: Pick<MadeSpace, "places">, { call }: Explained): Omit<Control, "says"> {
  const whole = carried(call);
  return {
    kind: arm.place === null ? "factor" : "place",
    place: (request) => placeRequest(arm, { ...whole, request }, places),
  };
}

function armWords({ changed, place }: Arm, { space }: MadeSpace): string {
  const changes = Object.entries(changed).map(([factor, level]) => {
    const found = space.factors.find(({ id }) => id === factor);
    return `${found?.name ?? factor}: ${found?.levels.find(({ id }) => id === level)?.says ?? level}`;
  });
  const at = place === null ? [] : [`the request at ${place}`];
  return [...at, ...changes].join(", with ");
}
