import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { probeRequest } from "../../library/identity/probe-request.js";
import { counted } from "../../report/counted.js";
import { sides } from "../../verdict/identity/call.js";
import { baseAnswers } from "../../verdict/identity/options.js";
import { print, sanitise } from "../shell/print.js";
import type { PreparedPair } from "./prepare-pair.js";

type PlanOptions = {
  readonly budget: number;
  readonly alpha: number;
  readonly maxTokens: number;
  readonly json?: true;
};

/** `--plan`: what would be asked of which side, and the price. */
export function showIdentityPlan(prepared: PreparedPair, options: PlanOptions): ExitCode {
  const json = planJson(prepared, options);
  const { redactor } = prepared.reach;
  print(
    options.json === true
      ? redactor.json(JSON.stringify(json, null, 2))
      : sanitise(redactor.text(planLines(prepared, json).join("\n"))),
  );
  return exitCodes.fine;
}

function planJson(prepared: PreparedPair, { budget, alpha, maxTokens }: PlanOptions) {
  const { typed, pair, battery, arms, incomparable, costOf } = prepared;
  const dearest = sides.flatMap((side) =>
    battery.prompts.map(({ ask }) => {
      const request = probeRequest(
        pair[side],
        { arm: "system-prompt", text: ask },
        { pair, baseArm: "base", maxTokens },
      );
      return costOf(pair[side], request);
    }),
  );
  const priced = dearest.filter((cost) => cost !== null);
  const most = priced.length < dearest.length ? null : Math.max(...priced);
  return {
    schemaVersion: 1,
    ...{ A: typed.A, B: typed.B, battery: battery.battery, edition: battery.edition, prompts: battery.prompts.length },
    ...{ arms: arms.filter((arm) => arm !== "base"), incomparable, alpha, maxTokens, budget },
    equalCalls: Math.min(baseAnswers, budget),
    equalUsd: most === null ? null : most * Math.min(baseAnswers, budget),
    mostUsd: most === null ? null : most * budget,
  };
}

function planLines({ typed, pair, battery }: PreparedPair, json: ReturnType<typeof planJson>): readonly string[] {
  const { equalCalls, equalUsd, mostUsd, budget } = json;
  const price =
    equalUsd === null || mostUsd === null
      ? "the price is not known, since a target has no dated price"
      : `at most about $${equalUsd.toFixed(2)} for an equal pair, and never more than $${mostUsd.toFixed(2)}`;
  return [
    ...sides.map((side) => `${side}: ${typed[side]} (${pair[side].providerModelId})`),
    `${counted(battery.prompts.length, "prompt")} of ${json.battery} (edition ${json.edition}), one word each, ${json.maxTokens} tokens at most; a coin decides which side is asked`,
    `asked only if the pair differs: ${json.arms.join(", ")}`,
    `prompt tokens: ${json.incomparable === null ? "compared" : `not compared, since ${json.incomparable}`}`,
    `about ${equalCalls} calls if the pair is equal, at most ${budget} if it is not; ${price}`,
  ];
}
