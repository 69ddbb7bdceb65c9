import { pagesOf } from "../../src/report/evidence/pages/pages-of.js";
import type { ClientViews } from "../../src/verdict/client-views/client-views.js";
import type { Material } from "../../src/verdict/evidence/material.js";
import {
  answer,
  asked,
  madeMaterial,
  many,
  onOpenrouter,
  openrouterWire,
  silent,
  tenNative,
  tenSilent,
} from "./evidence-materials.js";
import { broken, failed, usage } from "./transcripts.js";

/** The cases whose pages are tested. */

export const native = madeMaterial({ failing: tenSilent, working: tenNative });
export const nine = Array.from({ length: 9 }, () => [true, false] as const);
export const withExperiment = madeMaterial({ failing: tenSilent, working: tenNative, again: asked(nine) });
export const alone = madeMaterial({ failing: { replies: [silent(1)] } });
export const refused = madeMaterial({
  failing: {
    replies: many(3, () =>
      failed("invalid-history", { code: "ValidationException", raw: '{"message":"The toolResult ids do not match"}' }),
    ),
    wire: { status: 400, frames: [{ offset: 0, length: 50, name: "body", payload: '{"message":"…"}' }] },
  },
});
export const noAccess = madeMaterial({
  failing: { replies: many(3, () => failed("model-access", { status: 403 })), wire: { status: 403 } },
});
export const cut = madeMaterial({
  failing: {
    replies: many(4, (n) => broken("truncated", { requestId: `req-cut-${n}` })),
    wire: {
      end: "reset",
      reply: { sizeBytes: 120, sha256: "dd".repeat(32) },
      frames: [{ offset: 0, length: 120, name: "messageStart", payload: '{"role":"assistant"}' }],
    },
  },
});
const chatBody = JSON.stringify({
  model: "moonshotai/kimi-k2.5",
  messages: [{ role: "user", content: "Weather in SF?" }],
  stream: true,
  provider: { only: ["moonshotai"] },
});
export const moonshotControl = madeMaterial({
  failing: tenSilent,
  working: {
    ...{
      kind: "provider",
      differs: "provider",
      identity: onOpenrouter("moonshotai"),
      wire: openrouterWire,
      body: chatBody,
    },
    target: { upstreamName: "Moonshot AI" },
    replies: many(10, (n) =>
      answer(n, { upstream: "Moonshot AI", id: `gen-${n}`, usage: { ...usage(24), raw: { completion_tokens: 24 } } }),
    ),
  },
});
export const modelEverywhere = madeMaterial({
  failing: tenSilent,
  working: tenNative,
  controls: [
    {
      ...{ identity: onOpenrouter("parasail"), target: { upstreamName: "Parasail" } },
      replies: many(10, (n) => silent(n, { upstream: "Parasail" })),
    },
  ],
});
export const throughOpenrouter = madeMaterial({
  failing: {
    ...{ identity: onOpenrouter(null), wire: { ...openrouterWire, headers: [] } },
    body: JSON.stringify({
      model: "moonshotai/kimi-k2.5",
      messages: [],
      provider: { sort: "price" },
      plugins: [{ id: "web" }],
    }),
    replies: many(10, (n) => silent(n, { upstream: "Amazon Bedrock", id: `gen-${n}`, requestId: null })),
  },
});
export const demo = madeMaterial({
  failing: { ...tenSilent, source: "authored" },
  working: { ...tenNative, source: "authored" },
});
export const simulated = madeMaterial({ failing: { ...tenSilent, source: "simulated" } });
export const client: Material = {
  ...native,
  attribution: { ...native.attribution, party: "client", standing: "established" },
};
export const chatControl = madeMaterial({
  failing: tenSilent,
  working: tenNative,
  change: { chat: { ...moonshotArm(), name: "control" } },
});
export const selfServed = madeMaterial({
  failing: {
    ...tenSilent,
    identity: { ...onOpenrouter(null), provider: "openai-chat", target: "my-kimi/openai-chat/chat-completions-stream" },
    wire: { ...openrouterWire, host: "127.0.0.1:8000" },
  },
});
export const otherProvider = madeMaterial({
  failing: { ...tenSilent, identity: { ...onOpenrouter(null), provider: "together" }, wire: openrouterWire },
});
export const old: Material = { ...native, facts: { ...native.facts, madeAt: "2026-12-20T10:00:00.000Z" } };

export function moonshotArm() {
  const { working } = moonshotControl;
  if (working === null) throw new TypeError("no working call");
  return working;
}

/** What clients make of the cut reply. */
const views: ClientViews = {
  schemaVersion: 1,
  clients: [
    { id: "openai", name: "openai SDK", package: "openai", version: "6.1.0", node: "20.20.0", asksForNode: null },
  ],
  missing: [],
  streams: [
    {
      name: "failing",
      api: "converse-stream",
      ...{ source: "recorded", status: 200, sizeBytes: 120, sha256: "dd".repeat(32), end: "reset", changed: [] },
      read: { completeness: "truncated", finish: null, outputTokens: null, isBlank: true },
      views: [
        {
          ...{ client: "openai", outcome: "ended", text: "", textLength: 0, reasoningLength: 0, calls: [] },
          ...{ finish: "stop", outputTokens: null, error: null, requests: 1 },
        },
      ],
      findings: [
        { kind: "cut-as-normal-end", party: "client", clients: ["openai"], says: "openai takes a cut for an end." },
      ],
    },
  ],
  findings: [],
  skipped: [],
};
export const misled: Material = { ...cut, clientViews: views };

/** All of them by name. */
export const cases: readonly (readonly [name: string, material: Material])[] = Object.entries({
  ...{ native, withExperiment, alone, refused, noAccess, cut, moonshotControl, modelEverywhere, throughOpenrouter },
  ...{ demo, simulated, client, old, chatControl, selfServed, otherProvider, misled },
});

/** The text of one page. */
export function page(material: Material, path: string): string {
  const found = pagesOf(material).find((one) => one.path === path);
  if (found === undefined) throw new TypeError(`no ${path}`);
  return found.text;
}

export const pathsOf = (material: Material) => pagesOf(material).map(({ path }) => path);
export const linesOf = (material: Material, path = "report.md") => page(material, path).split("\n");
