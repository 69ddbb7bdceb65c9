import type { Party } from "../../attribution/attribution.js";
import { factorNamed } from "../../attribution/factors/registry.js";
import { isPinned } from "../../attribution/places.js";
import type { Seat } from "../hypotheses/place-parts.js";
import type { FailingCall } from "../levels/flip.js";
import type { MadeSpace } from "../places/make-space.js";
import { placeOf } from "../places/part-between.js";
import type { Result } from "../result.js";
import { normaliserOf } from "./lacked-control.js";

/** Whose a proved cause is. `standing`: as in an attribution; null: undetermined. */
export type WhoseResult = {
  readonly party: Party;
  readonly standing: "established" | "suspected" | null;
  readonly because: string;
};

/** Whose a cause at a seat can be, for seats that nothing tells apart. */
const parties: { readonly [seat in Seat]: Party } = {
  anywhere: "model",
  provider: "provider-serving",
  region: "provider-serving",
  api: "provider-translation",
  stream: "provider-translation",
  transport: "adapter",
  model: "model",
};

/**
 * Whose fault the result of an experiment is, by the same table as the controls of a run (docs/attribution.md), but with proofs. A
 * provider is established only by a place proof of its own. Null: the experiment names no cause.
 */
export function whoseResult(
  result: Result,
  { call, places, idle }: { readonly call: FailingCall } & Pick<MadeSpace, "places" | "idle">,
): WhoseResult | null {
  if (result.kind === "fails-everywhere") {
    return {
      party: "undetermined",
      standing: null,
      because:
        "It fails however it was asked: the cause is the request, the harness or the model, and no arm separates them.",
    };
  }
  if (result.kind !== "cause") return null;
  const [name] = result.cause.names;
  const [seat = "anywhere"] = result.cause.seats;
  const factors = name?.factors ?? [];
  // Behind a gateway without a pin, any upstream may have answered: a place proof says nothing of one of them.
  const isOneServer = isPinned(placeOf({ target: call.target, client: call.client, served: [] }));
  const isOneParty = new Set(result.cause.seats.map((one) => parties[one])).size === 1;
  const isProved = result.place === "proved" && isOneServer && isOneParty;
  const standing = isProved ? ("established" as const) : ("suspected" as const);
  const broken = factors.flatMap((id) => brokenRule(id, call) ?? []);
  if (seat === "anywhere") {
    const isOpen = result.missing.length > 0;
    const otherModels = places.filter(({ part }) => part === "model").map(({ target }) => target.model);
    return anywhere(factors, broken, { isOpen, otherModels });
  }
  if (result.cause.seats.includes("anywhere")) {
    return {
      party: "undetermined",
      standing: null,
      because: `No place that was asked shows whether it fails everywhere: ${result.cause.seats.join(" or ")}.`,
    };
  }
  const unsent = unsentAt(result, factors, idle);
  if (unsent !== null) {
    return {
      party: "undetermined",
      standing: null,
      because: `The place that is fine does not send the failing value (${unsent}), so it shows nothing about the provider.`,
    };
  }
  const normaliser = normaliserOf(factors, places);
  switch (seat) {
    case "provider":
      return normaliser !== null && factors.length > 0
        ? {
            party: "undetermined",
            standing: null,
            because: `The other provider may be fine for another reason: ${normaliser}.`,
          }
        : {
            party: "provider-serving",
            standing,
            because: "Every way to this provider fails, and another provider of the same model is fine.",
          };
    case "api":
    case "stream":
      return { party: "provider-translation", standing, because: "Another way to the same provider is fine." };
    case "region":
      return { party: "provider-serving", standing, because: "Another region of the same provider is fine." };
    case "transport":
      return {
        party: "adapter",
        standing: "suspected",
        because: "The same request by the other client is fine: one of the two clients is at fault.",
      };
    case "model":
      return { party: "model", standing: "established", because: "Another model on the same endpoint is fine." };
  }
}

/**
 * A factor whose failing value is not on the wire at a place that proves the seat: another level gives the same body there. Null: every
 * one is.
 */
function unsentAt(
  { contrasts }: Extract<Result, { kind: "cause" }>,
  factors: readonly string[],
  idle: MadeSpace["idle"],
): string | null {
  const places = contrasts.flatMap(({ kind, left, right }) => (kind === "place" ? [left.place, right.place] : []));
  const levels = places.flatMap((place) => (place === null ? [] : (idle[place] ?? [])));
  return factors.find((id) => levels.some((level) => level.startsWith(`${id}=`))) ?? null;
}

type Asked = { readonly isOpen: boolean; readonly otherModels: readonly string[] };

function anywhere(factors: readonly string[], broken: readonly string[], { isOpen, otherModels }: Asked): WhoseResult {
  const [rule] = broken;
  if (rule !== undefined)
    return { party: "our-request", standing: "established", because: `The request breaks a documented rule: ${rule}.` };
  if (isOpen || factors.length === 0) {
    return {
      party: "undetermined",
      standing: null,
      because: "No other provider was asked, so the model and the provider cannot be separated.",
    };
  }
  if (otherModels.length > 0) {
    return {
      party: "undetermined",
      standing: null,
      because: `The factor decides for other models too (${otherModels.join(", ")}), at every provider that was asked: the cause is the request, the harness, or a rule of the APIs.`,
    };
  }
  return {
    party: "model",
    standing: "established",
    because: "The factor decides at every provider that was asked, and the request is within the documents.",
  };
}

function brokenRule(id: string, { request }: FailingCall): string | null {
  const factor = factorNamed(id);
  if (factor?.breaks === undefined) return null;
  const value = factor.read({ request, warnings: [], minted: new Set(), extra: request.extra });
  return factor.breaks(value)?.rule ?? null;
}
