import type { ControlKind } from "../attribution.js";
import { type FactorValues, factorNamed } from "../factors/registry.js";
import type { Failing } from "../failing.js";
import { alikeStreamed, isGateway, isPinned, type Place, sameApiFamily, serverOf } from "../places.js";
import type { Ask, Sample } from "../samples.js";

/** What differs between the failing request and a control's; values null: the request has nothing of the kind. */
export type Difference = { readonly id: string; readonly failing: string | null; readonly control: string | null };

/** Trials that differ from the failing ones in one thing. `also`: smaller things that differ too, which weaken the control. */
export type FoundControl = {
  readonly kind: ControlKind;
  readonly sample: Sample;
  readonly difference: Difference;
  readonly also: readonly string[];
};

/**
 * The samples that are controls of a failing one: the same question, and a difference in one factor, in one part of the place, or in
 * the model. The order of `samples` is kept.
 */
export function findControls(failing: Failing, samples: readonly Sample[]): readonly FoundControl[] {
  const { ask, sample: own } = failing;
  if (ask === null) return [];
  const differences = differencesFrom(ask.factors);
  return samples.flatMap((sample) => {
    if (sample === own || sample.eligible === 0 || !sameWorld(sample, own)) return [];
    const other = sameAsk(ask, own, sample);
    return other === null ? [] : (controlOf(own, sample, differences(other.factors)) ?? []);
  });
}

/** Bytes of a simulator, of our own authors and of vendors are three worlds: none is a control of another. */
export function sameWorld(a: Sample, b: Sample): boolean {
  return worldOf(a) === worldOf(b);
}

function worldOf({ source }: Sample): Sample["source"] {
  return source === "live" ? "recorded" : source;
}

/** The control's request of the same question: by its content, else by the step of the same scenario. */
function sameAsk(ask: Ask, failing: Sample, control: Sample): Ask | null {
  const isSame = ({ question }: Ask) => question === ask.question;
  const found = control.asks.find((one) => one.step === ask.step && isSame(one)) ?? control.asks.find(isSame);
  if (found !== undefined) return found;
  if (failing.scenario === null || failing.scenario !== control.scenario) return null;
  return control.asks.find(({ step }) => step === ask.step) ?? null;
}

/** The differences of a control from the failing request, whose factors are listed once for its hundreds of controls. */
function differencesFrom(failing: FactorValues): (control: FactorValues) => readonly Difference[] {
  const values = Object.entries(failing);
  return (control) =>
    values
      .filter(([id, value]) => value !== (control[id] ?? null))
      .map(([id, value]) => between(id, value, control[id] ?? null));
}

/** True where the two were not asked at one and the same place, or not the same model. */
export function isElsewhere(failing: Sample, sample: Sample): boolean {
  return placeDifference(failing, sample) !== null;
}

/** Null: too much differs, so that the sample is no control. */
function controlOf(failing: Sample, sample: Sample, differs: readonly Difference[]): FoundControl | null {
  const placed = placeDifference(failing, sample);
  if (placed === null) {
    const [only, ...others] = differs;
    return only === undefined || others.length > 0 ? null : { kind: "factor", sample, difference: only, also: [] };
  }
  if (!differs.every(({ id }) => isTranslated(id))) return null;
  const translated = differs.length > 0 && sameApiFamily(failing.place, sample.place) ? differs : [];
  return {
    ...placed,
    sample,
    also: [...placed.also, ...translated.map(({ id }) => factorNamed(id)?.name ?? id)],
  };
}

/** An API has its own form for some things; between two APIs that difference comes with the API. */
function isTranslated(id: string): boolean {
  return factorNamed(id)?.isTranslated === true;
}

type Placed = { readonly kind: ControlKind; readonly difference: Difference; readonly also: readonly string[] };

/** Where the places differ; null: they are the same. Only the widest difference counts, and what it does not entail weakens it. */
function placeDifference(failing: Sample, control: Sample): Placed | null {
  const [a, b] = [failing.place, control.place];
  const streamed = alikeStreamed(a, b) ? [] : ["streaming"];
  const region = a.region !== null && b.region !== null && a.region !== b.region ? ["region"] : [];
  const client = a.client === b.client ? [] : ["client"];
  if (a.model !== b.model) return modelDifference(a, b, [...region, ...client]);
  if (!sameServer(a, b)) {
    return {
      kind: "provider",
      difference: between("provider", serverText(failing), serverText(control)),
      also: [...streamed, ...client],
    };
  }
  if (isGateway(a) !== isGateway(b)) {
    return { kind: "door", difference: between("door", a.provider, b.provider), also: [...streamed, ...client] };
  }
  if (a.api !== b.api || a.provider !== b.provider) {
    const kind = sameApiFamily(a, b) && a.provider === b.provider ? "stream" : "api";
    return { kind, difference: between(kind, apiText(a), apiText(b)), also: [...region, ...client] };
  }
  if (region.length > 0) return { kind: "region", difference: between("region", a.region, b.region), also: client };
  if (client.length > 0) return { kind: "client", difference: between("client", a.client, b.client), also: [] };
  return ownDifference(failing, control);
}

/** What differs at one and the same place: the form of the model id, or the address. */
function ownDifference({ place: a, endpoint }: Sample, control: Sample): Placed | null {
  const { place: b } = control;
  if (a.providerModelId !== b.providerModelId)
    return { kind: "factor", difference: between("model-id", a.providerModelId, b.providerModelId), also: [] };
  if (endpoint !== null && control.endpoint !== null && endpoint !== control.endpoint)
    return { kind: "factor", difference: between("endpoint", endpoint, control.endpoint), also: [] };
  return null;
}

function modelDifference(a: Place, b: Place, also: readonly string[]): Placed {
  const difference = between("model", a.model, b.model);
  const isHere = a.provider === b.provider && a.api === b.api;
  return { kind: isHere ? "model-here" : "model-elsewhere", difference, also: isHere ? also : [] };
}

/** Unknown servers are the same only where both were chosen by the same gateway. */
function sameServer(a: Place, b: Place): boolean {
  const [one, other] = [serverOf(a), serverOf(b)];
  return one === null || other === null ? a.provider === b.provider && one === other : one === other;
}

function apiText({ provider, api }: Place): string {
  return `${provider} ${api}`;
}

/** Who answered, as far as it is known: an upstream that was not pinned is what the replies name, and a simulator invents it. */
function serverText({ place, source }: Sample): string {
  const server = serverOf(place);
  if (server === null) return `${place.provider}, upstream unknown`;
  if (!isGateway(place)) return server;
  if (source === "simulated" || source === "authored") return `${place.provider}, invented upstream ${server}`;
  return isPinned(place) ? `${place.provider} pinned to ${server}` : `${place.provider}, whose replies name ${server}`;
}

function between(id: string, failing: string | null, control: string | null): Difference {
  return { id, failing, control };
}
