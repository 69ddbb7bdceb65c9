import { effectTrials } from "../../src/verdict/effects/effect-trials.js";
import { effectCharacteristic, effectModels } from "./effect-characteristics.js";

/** What the comparison of a parameter concludes about services of every kind, as a table in Markdown. */
export function effectTable(runs = 10_000): string {
  const { needed, most } = effectTrials;
  const rows = effectModels.map((model) => {
    const fixed = effectCharacteristic(model, { runs, seed: 1, trials: needed });
    const auto = effectCharacteristic(model, { runs, seed: 2, trials: "auto" });
    const shares = [fixed, auto].flatMap(({ verdicts: { honoured, ignored, unknown } }) =>
      [honoured, ignored, unknown].map((share) => share.toFixed(4)),
    );
    return `| ${[model.name, ...shares, auto.meanTrials.toFixed(1)].join(" | ")} |`;
  });
  return [
    `The effect of a parameter, ${runs} simulated cells of each kind: ${needed} trials, as --plan says, and --trials auto, at most ${most}:`,
    "",
    "| service | honoured | ignored | unknown | auto: honoured | ignored | unknown | mean trials |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...rows,
  ].join("\n");
}
