import { wholeOf } from "../../../../chat/api.js";
import type { ChatRequest } from "../../../../chat/request.js";
import type { FailingCall, Flip } from "../flip.js";
import { level, unasked } from "../flip.js";
import { knownMembers, objectIn, thinkingMembers, withExtra, without, withoutExtra } from "./members.js";

const date = "2026-11-29";
const reference = "https://docs.aws.amazon.com/bedrock/latest/APIReference";

/** What stands around the model on Bedrock. InvokeModel has the guardrail and the performance setting in headers, which no request holds. */
export const guardrail: Flip = beyondHeaders(
  absentWhere({
    id: "guardrail",
    name: "the guardrail",
    members: ["guardrailConfig"],
    source: { source: `${reference}/API_runtime_GuardrailConfiguration.html`, date },
  }),
);

/** Latency-optimised inference, which may be another deployment of the model. */
export const latency: Flip = beyondHeaders({
  ...absentWhere({
    id: "latency",
    name: "the performance setting",
    members: ["performanceConfig"],
    source: { source: `${reference}/API_runtime_PerformanceConfiguration.html`, date },
  }),
  offer: ({ request, target }) => {
    const set = objectIn(request.extra, "performanceConfig")["latency"];
    if (set === undefined) return [];
    const standard = wholeOf(target.api) === "converse" && set !== "standard";
    return [
      level("absent", "no performance setting"),
      ...(standard ? [level("standard", "the latency standard")] : []),
    ];
  },
  apply: (request, id) =>
    id === "standard"
      ? withExtra(request, "performanceConfig", { latency: "standard" })
      : withoutExtra(request, ["performanceConfig"]),
});

/** The service tier: a queue, or a reserved deployment (priority, default, flex, reserved). */
export const serviceTier: Flip = absentWhere({
  id: "service-tier",
  name: "the service tier",
  members: ["serviceTier", "service_tier"],
  source: { source: `${reference}/API_runtime_ServiceTier.html`, date },
});

/** The fields that Converse passes to the model, apart from those that switch reasoning. */
export const modelFields: Flip = {
  id: "model-fields",
  name: "the member additionalModelRequestFields",
  pointers: {
    converse: ["/additionalModelRequestFields/**"],
    chat: ["/additionalModelRequestFields/**"],
    messages: ["/additionalModelRequestFields/**"],
  },
  source: { source: `${reference}/API_runtime_Converse.html`, date },
  offer: ({ request }) => {
    const names = Object.keys(without(objectIn(request.extra, "additionalModelRequestFields"), thinkingMembers));
    return names.length === 0 ? [] : [level("absent", `no additional fields (${names.join(", ")})`)];
  },
  apply: (request) => {
    const fields = objectIn(request.extra, "additionalModelRequestFields");
    if (Object.keys(fields).length === 0) return request;
    const kept = Object.entries(fields).filter(([name]) => thinkingMembers.includes(name));
    return withExtra(request, "additionalModelRequestFields", Object.fromEntries(kept));
  },
};

/** Members of the body that no other factor has. */
export const otherMembers: Flip = {
  id: "other-members",
  name: "further members of the body",
  // Which members these are, the request says.
  pointers: { converse: ["/**"], chat: ["/**"], messages: ["/**"] },
  source: { source: "the request itself", date },
  offer: ({ request }: FailingCall) => {
    const names = furtherMembers(request);
    return names.length === 0 ? [] : [level("absent", `no ${names.join(", ")}`)];
  },
  apply: (request) => withoutExtra(request, furtherMembers(request)),
};

function furtherMembers({ extra }: ChatRequest): readonly string[] {
  return Object.keys(extra).filter((name) => !knownMembers.has(name));
}

/** InvokeModel has some settings in headers, which no request holds. */
function beyondHeaders(flip: Flip): Flip {
  const why = "InvokeModel has it in a header, which the request does not hold";
  return {
    ...flip,
    offer: (call) => (wholeOf(call.target.api) === "invoke-model" ? [unasked("absent", why)] : flip.offer(call)),
  };
}

/** A factor that is members of the body, and that is changed by leaving them out. */
export function absentWhere(
  option: Pick<Flip, "id" | "name" | "source"> & { readonly members: readonly string[] },
): Flip {
  const { id, name, source, members } = option;
  const places = members.map((member) => `/${member}/**`);
  return {
    ...{ id, name, source },
    pointers: { converse: places, chat: places, messages: places },
    offer: ({ request }) =>
      members.some((member) => member in request.extra) ? [level("absent", `without ${name}`)] : [],
    apply: (request) => withoutExtra(request, members),
  };
}
