import type { ApiName, Seeded } from "./catalogue.js";

const chat: readonly ApiName[] = ["chat", "chat-stream"];
const converse: readonly ApiName[] = ["converse", "converse-stream"];
const invoke: readonly ApiName[] = ["invoke", "invoke-stream"];
const responses: readonly ApiName[] = ["responses", "responses-stream"];
const messages: readonly ApiName[] = ["messages", "messages-stream"];
const all: readonly ApiName[] = [...chat, ...converse, ...invoke, ...responses, ...messages];

/** The model's own form of call ids, as a service may ask for it. */
const nativeIds = { pattern: "functions\\.[A-Za-z0-9_-]+:\\d+", by: "service" } as const;

/** A picture in a tool result whose answer shows that the model did not get it. Kimi's InvokeModel body takes no picture there. */
function unseen(scenario: string): readonly Seeded[] {
  const faults: Seeded["behaviour"]["faults"] = [{ fault: "ignores-result", when: { step: "after-tool" } }];
  const one = { id: `${scenario}: the picture not seen`, scenario, bad: ["result-ignored"] };
  return [
    { ...one, apis: [...chat, ...converse, ...responses, ...messages], behaviour: { faults } },
    {
      ...{ ...one, id: `${one.id}, Claude`, apis: invoke, model: "claude-haiku-4.5" },
      behaviour: { faults, family: "anthropic" },
    },
  ];
}

/** A service that says nothing more. Once its body began, what had arrived is in the cause; before its headers, there is no reply to judge. */
const stalls: readonly Seeded[] = [
  {
    ...{ id: "headers, then nothing", scenario: "basic-chat", apis: all },
    behaviour: { faults: [{ fault: "stall", at: "start" }] },
    bad: ["stalled"],
  },
  {
    ...{
      id: "half of the text, then nothing",
      scenario: "basic-chat",
      apis: ["chat-stream", "converse-stream", "invoke-stream", "responses-stream", "messages-stream"],
    },
    behaviour: { faults: [{ fault: "stall", at: "before-finish" }] },
    bad: ["stalled (inside-content)"],
  },
  {
    ...{ id: "no headers, and then nothing", scenario: "basic-chat", apis: all, firstByteMs: 80 },
    behaviour: { faults: [{ fault: "stall", at: "before-headers" }] },
    excluded: "no-answer",
  },
];

/** The words of an engine whose tool messages are text alone (DeepSeek's API, in recordings of 2026). */
const pictureRefused =
  "Failed to deserialize the JSON body into the target type: messages[2]: unknown variant `image_url`, expected `text` at line 1 column 212";

const toolsMissing = "The toolConfig field must be defined when using toolUse and toolResult content blocks.";

type CacheFault = "ignored" | "rewritten" | "unreported" | "miscounted";

/** What a cache marker did not do, in each API that has a place for one. Kimi's InvokeModel body has none. */
function uncached(
  id: string,
  as: CacheFault,
  found: Pick<Seeded, "bad" | "note">,
  apis: readonly ApiName[] = [...chat, ...converse, ...messages],
): readonly Seeded[] {
  const one = { id, scenario: "cache-marker", ...found };
  const faults: Seeded["behaviour"]["faults"] = [{ fault: "cache", as }];
  return [
    { ...one, apis, behaviour: { faults } },
    ...(apis.includes("converse")
      ? [
          {
            ...{ ...one, id: `${id}, Claude`, apis: invoke, model: "claude-haiku-4.5" },
            behaviour: { faults, family: "anthropic" as const },
          },
        ]
      : []),
  ];
}

const caching: readonly Seeded[] = [
  ...uncached("a cache marker ignored", "ignored", { bad: ["cache-ignored (nothing-cached)"] }),
  ...uncached("a marked prompt written again and never read", "rewritten", { note: ["cache-ignored (written-again)"] }),
  ...uncached(
    "a cache marker of which no count tells",
    "unreported",
    { note: ["cache-ignored (not-reported)"] },
    converse,
  ),
  ...uncached("cached tokens counted beside the prompt", "miscounted", counted("beside"), chat),
  ...uncached("cached tokens counted inside the input of Messages", "miscounted", counted("inside"), messages),
  ...uncached("cached tokens counted inside the input", "miscounted", counted("inside"), converse),
];

function counted(where: "beside" | "inside"): Pick<Seeded, "note"> {
  const above = where === "beside" ? ["usage-inconsistent (cached-above-input)"] : [];
  return { note: [`usage-inconsistent (cached-${where}-input)`, ...above] };
}

/** A service that signs its reasoning and, after a tool result, refuses the signature. */
function unsigned(
  id: string,
  apis: readonly ApiName[],
  cause: string,
  before: Seeded["behaviour"]["faults"] = [],
): Seeded {
  const reasoning = { text: "I look the price up.", signed: true };
  const faults = [
    ...before,
    { fault: "refuse" as const, as: "thinking-signature" as const, when: { step: "after-tool" as const } },
  ];
  const isInvoke = apis.includes("invoke");
  return {
    ...{ id, scenario: "reasoning-kept", apis, bad: [`request-refused (${cause})`] },
    behaviour: { reasoning, faults, ...(isInvoke ? { family: "anthropic" as const } : {}) },
    ...(isInvoke ? { model: "claude-haiku-4.5" } : {}),
    ...(apis === chat || apis === messages ? { note: ["request-id-missing"] } : {}),
  };
}

const signatures: readonly Seeded[] = [
  unsigned("its own signature refused", converse, "own-signature"),
  unsigned("its own signature refused, Claude", invoke, "own-signature"),
  unsigned("its own signature refused by a gateway", chat, "own-signature"),
  unsigned("its own signature refused in Messages", messages, "own-signature"),
  unsigned("a signature refused by the next upstream", chat, "signature-of-other-upstream", [
    { fault: "wrong-upstream", when: { step: "first" } },
  ]),
];

/** Upstreams of a gateway of which each takes its own signatures alone. */
const movedSignatures: readonly Seeded[] = [
  {
    ...{ id: "a signature that only its upstream takes", scenario: "reasoning-elsewhere", apis: chat },
    behaviour: {
      reasoning: { text: "I look the price up.", signed: true },
      faults: [{ fault: "refuse", as: "thinking-signature", when: { moved: true } }],
    },
    ...{ bad: ["request-refused (signature-of-other-upstream)"], note: ["request-id-missing"] },
  },
  {
    ...{ id: "an upstream that answers although it was left out", scenario: "reasoning-elsewhere", apis: chat },
    behaviour: { faults: [{ fault: "wrong-upstream", upstream: "Simulated", when: { moved: true } }] },
    excluded: "pin-not-honoured",
  },
];

/** Several users at once, whose replies or ids are mixed up while they wait. Kimi's call ids count within a conversation. */
const inFlight: readonly Seeded[] = [
  {
    ...{ id: "replies swapped between users at once", scenario: "users-at-once", apis: all },
    behaviour: { faults: [{ fault: "crossed-reply", when: { busy: true } }] },
    bad: ["crossed-reply"],
  },
  {
    ...{ id: "one call id for the calls of all users", scenario: "users-at-once", apis: all },
    behaviour: { faults: [{ fault: "id-shared" }] },
    note: ["shared-id (call)"],
  },
  {
    ...{ id: "one reply id for all users", scenario: "users-at-once", apis: chat },
    behaviour: { faults: [{ fault: "rewrite", pattern: '"id":"gen-[^"]*"', to: '"id":"gen-1"' }] },
    note: ["shared-id (reply)"],
  },
];

/** Claude's reasoning without the signature that it always has, as gateways and proxies have lost it. */
function lost(id: string, apis: readonly ApiName[]): Seeded {
  return {
    ...{ id, scenario: "reasoning-kept", apis, model: "claude-haiku-4.5", bad: ["signature-missing"] },
    behaviour: {
      ...{ family: "anthropic", reasoning: { text: "I look the price up." } },
      faults: [{ fault: "signature-missing" }],
    },
  };
}

const unsignedReplies: readonly Seeded[] = [
  lost("a reply whose signature is missing", [...converse, ...invoke]),
  lost("a reply whose signature a gateway lost", chat),
];

/** What users complain about that no other list has a fault for. */
export const complained: readonly Seeded[] = [
  ...caching,
  ...signatures,
  ...movedSignatures,
  ...inFlight,
  ...unsignedReplies,
  {
    ...{ id: "a foreign call id refused", scenario: "response-after-own-call", apis: converse },
    behaviour: { rejectIds: nativeIds },
    bad: ["request-refused (invalid-history)"],
  },
  ...["image-result-alone", "image-result-first", "image-results-parallel"].flatMap(unseen),
  ...stalls,
  {
    ...{ id: "a call without a finish", scenario: "tool-call", apis: [...chat, ...converse, "invoke"] },
    behaviour: { faults: [{ fault: "finish-missing" }] },
    bad: ["finish-missing"],
  },
  {
    ...{ id: "calls in the history without tools refused", scenario: "response-after-tool", apis: converse },
    behaviour: { faults: [{ fault: "refuse", as: "validation", message: toolsMissing }] },
    bad: ["request-refused (invalid-history)"],
  },
  {
    ...{ id: "a picture in a result refused", scenario: "image-result-alone", apis: chat },
    behaviour: { faults: [{ fault: "status", status: 400, message: pictureRefused }] },
    ...{ bad: ["request-refused (parameter-unsupported)"], note: ["request-id-missing"] },
  },
  {
    ...{ id: "one of two upstreams writes its calls as text", scenario: "tool-call", apis: chat, trials: 2 },
    behaviour: {
      faults: [
        { fault: "wrong-upstream", when: { nth: 2 } },
        { fault: "call-as-text", dialect: "native", when: { nth: 2 } },
      ],
    },
    bad: ["tool-call-as-text (kimi)"],
  },
];
