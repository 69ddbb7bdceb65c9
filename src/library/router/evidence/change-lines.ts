import { type NightEvidence, speaksAgainst } from "../../../router/choose/night-evidence.js";
import type { RoutedModel } from "../../../router/config/router-config.js";
import type { Reading } from "./reading.js";

/** What changed for each model between two readings; each a sentence. `before` null: it is the first reading. */
export function changeLines(
  models: readonly RoutedModel[],
  { before, after, now }: { readonly before: Reading | null; readonly after: Reading; readonly now: Date },
): readonly string[] {
  return models.flatMap((model) => {
    const [was, is] = [cellsOf(before, { model, now }), cellsOf(after, { model, now })];
    const left = [...is].filter(([cell, { state }]) => was.get(cell)?.state !== state);
    const gone = [...was.keys()].filter((cell) => !is.has(cell));
    return [
      ...left.map(([, { text, scenario }]) => `${model.name} is left out of requests like ${scenario}: ${text}`),
      ...gone.map((cell) => {
        const why = after.returned.get(cell) ?? `the evidence says nothing against ${cell} any more`;
        return `${model.name} is asked again: ${why}`;
      }),
    ];
  });
}

function cellsOf(
  reading: Reading | null,
  { model, now }: { readonly model: RoutedModel; readonly now: Date },
): ReadonlyMap<string, NightEvidence> {
  if (reading === null) return new Map();
  const { nights = [], maxAgeDays } = reading.measured;
  const against = nights.filter((one) => speaksAgainst(one, model, { maxAgeDays, now }));
  return new Map(against.map((one) => [one.cell, one]));
}
