import type { Verdict } from "../../verdict/verdict.js";
import { badFindings } from "../cell-text.js";
import { block } from "../markdown-text.js";
import { isOfVendor } from "../origin.js";
import type { Page } from "./page.js";

/**
 * A recommendation for each kind of trouble in this matrix. What a model does badly is a reason for advice only where a service sent the bytes;
 * advice about our own request, our account and the connection stands for other bytes too, marked.
 */
export function recommendationsSection({ bundle: { matrix } }: Page): string {
  const isMade = matrix.generatedFrom.mode !== "live";
  const troubles = matrix.verdicts.flatMap((verdict) => troublesOf(verdict, isMade));
  const lines = advice.flatMap(([trouble, text]) => {
    const marks = troubles.flatMap((one) => (one.trouble === trouble ? [one.mark] : []));
    return marks.length === 0 ? [] : [`- ${text}${marks.includes("") ? "" : marks[0]}`];
  });
  const known =
    matrix.known.expected.length === 0
      ? []
      : ["- Known divergences expire: review `known.yaml` before they do, and remove what no longer holds."];
  const all = [...lines, ...known];
  const isSilent = matrix.verdicts.some((verdict) => !isVendors(verdict, isMade) && badFindings(verdict).length > 0);
  return [
    "## Recommendations and workarounds",
    "",
    ...(all.length === 0 && !isSilent ? ["None: no cell is in trouble."] : all),
    ...(isSilent
      ? [
          ...(all.length === 0 ? [] : [""]),
          "How a model fails in authored or simulated bytes says nothing about a vendor, so this page gives no advice about it.",
        ]
      : []),
  ].join("\n");
}

type Trouble = { readonly trouble: string; readonly mark: string };

function troublesOf(verdict: Verdict, isMade: boolean): readonly Trouble[] {
  const own = isVendors(verdict, isMade);
  const mark = own ? "" : ` (${verdict.provenance?.source ?? "not asked live"})`;
  const findings = own ? badFindings(verdict).map(({ id }) => id) : [];
  const reasons = verdict.reason === null ? [] : [verdict.reason];
  return [...findings, ...reasons].map((trouble) => ({ trouble, mark }));
}

/** A cell without bytes is as much a service's as the run is. */
function isVendors({ provenance }: Verdict, isMade: boolean): boolean {
  return provenance === null ? !isMade : isOfVendor(provenance.source);
}

/** Finding or reason → recommendation. The sources of claims about vendors are in the hypotheses. */
const advice: readonly (readonly [trouble: string, text: string])[] = [
  [
    "empty-reply",
    "Blank reply: record the bytes before reporting it (`llm-parity run --live --record`). After a tool result, try tool-call ids in the model's own form (`functions.NAME:N` for Kimi K2). A router can retry a blank reply on another target.",
  ],
  [
    "reasoning-only",
    "Reasoning without text: raise the token limit first, then look at the finish reason; show reasoning to the user rather than nothing.",
  ],
  [
    "tool-call-as-text",
    "A call written into the text: the serving engine's parser missed it. Report it with the bytes; parse the dialect only as a stop-gap.",
  ],
  ["unusual-tool-call", "A call in an odd form: force the tool (`tool_choice`), or route tool use to another column."],
  [
    "describes-call",
    "A reply that describes the call: the tool result may not reach the model. Compare the request field by field under its failing cell first.",
  ],
  [
    "truncated",
    "A cut stream: neither official SDK reports it. Check that the terminal event arrived before trusting a reply.",
  ],
  [
    "inference-profile",
    "Refused without an inference profile: use the profile's id (`us.`, `eu.`, `global.` before the model id), or its ARN.",
  ],
  ["model-retired", "Retired model: use the successor that `llm-parity list models` names."],
  [
    "connection",
    "No connection: nothing was measured. Check the address, the proxy and the network, then run it again.",
  ],
  [
    "no-answer",
    "No answer: the service took the request, and sent no headers before `--first-byte-timeout`. Without streaming, headers come last: raise the limit, or stream.",
  ],
  [
    "pending",
    "Not finished: the response was requested in the background. Fetch and judge it when its status is `completed`.",
  ],
  ["credentials", "Credentials: `llm-parity doctor` shows which would be used and what is missing."],
  ["model-access", "No access to the model: ask for it in the account and region that `llm-parity doctor` shows."],
  [
    "wrong-address",
    'Wrong address: check the base URL and the model id; in a path of Bedrock, the "/" of an ARN is written as %2F.',
  ],
  [
    "throttled",
    "Throttled: a pace in models.yaml (`requestsPerMinute`, `quotas`), fewer trials at once (`--concurrency`), or `--retries`.",
  ],
  [
    "column-stopped",
    "Stopped: ten trials in a row had no answer. `run --resume RUN --retry-excluded` asks the rest once the service answers again.",
  ],
];

/** How any other cell is asked again, and where the bytes are. */
export function reproduceSection({ bundle: { matrix, cellCommands } }: Page): string {
  const where =
    matrix.generatedFrom.mode === "replay"
      ? "The bytes are in `fixtures/<provider>/<api>/<model>/<scenario>.har` (HAR 1.2; any HAR viewer opens it)."
      : "The bytes are in the run's folder; `llm-parity explain CELL --run RUN` says where in it.";
  const [first] = cellCommands;
  return [
    "## Reproduce a cell",
    "",
    ...(first === undefined
      ? []
      : [
          "Any single cell, by its target and scenario:",
          "",
          block(first, { language: "sh", limit: Number.POSITIVE_INFINITY }),
          "",
        ]),
    where,
  ].join("\n");
}
