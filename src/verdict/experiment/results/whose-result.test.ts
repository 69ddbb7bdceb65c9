import { expect, test } from "vitest";
import { targetNamed } from "../../../../test/samples/catalog-targets.js";
import { plainRequest } from "../../../chat/request.js";
import type { Target } from "../../../chat/target.js";
import type { Seat } from "../hypotheses/place-parts.js";
import type { FailingCall } from "../levels/flip.js";
import type { ExperimentPlace } from "../places/place.js";
import type { Result } from "../result.js";
import { whoseResult } from "./whose-result.js";

const failing = targetNamed("kimi-k2.5/bedrock/converse-stream");
const mantle = targetNamed("kimi-k2.5/bedrock-mantle/chat-completions-stream");
const moonshot = targetNamed("kimi-k2.5/moonshot/chat-completions-stream");
const haiku = targetNamed("claude-haiku-4.5/bedrock/converse-stream");

const call: FailingCall = {
  request: { ...plainRequest("kimi", []), temperature: 1 },
  ...{ target: failing, client: "http", sentinels: [], findings: ["empty-reply"] },
};

const placeOf = (target: Target, part: ExperimentPlace["part"]): ExperimentPlace => ({
  ...{ id: target.id, part, says: "", target, client: "http" },
});
const places = [placeOf(mantle, "api"), placeOf(moonshot, "provider"), placeOf(haiku, "model")];

type Named = { readonly seats: readonly Seat[]; readonly factor?: string; readonly control?: string };

/** A proved cause at these seats; the place proof is against `control`. */
function proved({ seats, factor, control }: Named): Result {
  const contrast = { kind: "place", left: { changed: {}, place: null }, right: { changed: {}, place: control } };
  return {
    kind: "cause",
    cause: { names: [{ factors: factor === undefined ? [] : [factor], rule: "all" }], seats, probability: 0.99 },
    cures: factor === undefined ? {} : { [factor]: "absent" },
    contrasts: control === undefined ? [] : [contrast],
    place: control === undefined ? null : "proved",
    missing: [],
  } as unknown as Result;
}

const whose = (result: Result, idle: { readonly [place: string]: readonly string[] } = {}, asked = places) =>
  whoseResult(result, { call, places: asked, idle });

test("a factor that decides at another provider and for another model is not the model's", () => {
  const anywhere = proved({ seats: ["anywhere"], factor: "unicode" });
  expect(whose(anywhere)).toMatchObject({ party: "undetermined", standing: null });
  expect(whose(anywhere, {}, places.slice(0, 2))).toMatchObject({ party: "model", standing: "established" });
});

test("a place proof against another provider establishes the provider", () => {
  const provider = proved({ seats: ["provider"], factor: "unicode", control: moonshot.id });
  expect(whose(provider)).toMatchObject({ party: "provider-serving", standing: "established" });
});

test("a place that does not send the failing value blames no one", () => {
  const api = proved({ seats: ["api"], factor: "latency", control: mantle.id });
  expect(whose(api)).toMatchObject({ party: "provider-translation", standing: "established" });
  expect(whose(api, { [mantle.id]: ["latency=absent"] })).toMatchObject({ party: "undetermined", standing: null });
  expect(whose(api, { [mantle.id]: ["unicode=ascii"], [haiku.id]: ["latency=absent"] })).toMatchObject({
    party: "provider-translation",
    standing: "established",
  });
});

test("seats that nothing tells apart establish no one of two parties", () => {
  const near = proved({ seats: ["provider", "region"], control: moonshot.id });
  expect(whose(near)).toMatchObject({ party: "provider-serving", standing: "established" });
  const far = proved({ seats: ["provider", "api", "stream"], control: moonshot.id });
  expect(whose(far)).toMatchObject({ party: "provider-serving", standing: "suspected" });
  const open = proved({ seats: ["provider", "anywhere"], factor: "unicode", control: moonshot.id });
  expect(whose(open)).toMatchObject({ party: "undetermined", standing: null });
});

test("behind a gateway that may ask any upstream, a place proof blames none for sure", () => {
  const provider = proved({ seats: ["provider"], control: moonshot.id });
  const from = (target: Target) => whoseResult(provider, { call: { ...call, target }, places, idle: {} });
  expect(from(targetNamed("kimi-k2.5/openrouter/chat-completions"))).toMatchObject({ standing: "suspected" });
  expect(from(targetNamed("kimi-k2.5/openrouter/chat-completions@moonshotai"))).toMatchObject({
    standing: "established",
  });
});

test("one of two clients is suspected, and no cause has no party", () => {
  const client = proved({ seats: ["transport"], control: mantle.id });
  expect(whose(client)).toMatchObject({ party: "adapter", standing: "suspected" });
  expect(whose({ ...client, kind: "no-difference" } as Result)).toBeNull();
});
