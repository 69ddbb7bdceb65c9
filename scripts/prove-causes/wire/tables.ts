import type { Outcome } from "./run.js";

/** The rows with their shares and calls, then each factor and place with its wrong names, then every wrong name with its seed. */
export function tables(rows: readonly string[], outcomes: readonly Outcome[]): string {
  const shown = rows.flatMap((name) => {
    const own = outcomes.filter(({ row }) => row === name);
    return own.length === 0 ? [] : [rowLine(name, own)];
  });
  return [
    "| hidden in the bytes | runs | right % | wrong | open % | median calls | p95 calls | factors and places above 5 % wrong |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
    ...shown,
    ...partLines(outcomes.filter(({ parts }) => parts.length > 0)),
    ...wrongLines(outcomes),
  ].join("\n");
}

function rowLine(name: string, own: readonly Outcome[]): string {
  const of = (score: Outcome["score"]) => own.filter((one) => one.score === score).length;
  const percent = (count: number) => ((100 * count) / own.length).toFixed(1);
  const calls = own.map((one) => one.calls).sort((left, right) => left - right);
  const median = calls[Math.floor(calls.length / 2)];
  const p95 = calls[Math.min(Math.floor(calls.length * 0.95), calls.length - 1)];
  const above = [...countsOf(own)].filter(([, { wrong, all }]) => wrong > 0.05 * all);
  const parts = above.map(([part, { wrong, all }]) => `${part} ${wrong}/${all}`).join(", ");
  return `| ${[name, own.length, percent(of("right")), of("wrong"), percent(of("open")), median, p95, parts].join(" | ")} |`;
}

type Counts = { readonly wrong: number; readonly open: number; readonly all: number };

function countsOf(outcomes: readonly Outcome[]): ReadonlyMap<string, Counts> {
  const counts = new Map<string, Counts>();
  for (const { parts, score } of outcomes) {
    for (const part of parts) {
      const { wrong, open, all } = counts.get(part) ?? { wrong: 0, open: 0, all: 0 };
      const isWrong = score === "wrong" ? 1 : 0;
      counts.set(part, { wrong: wrong + isWrong, open: open + (score === "open" ? 1 : 0), all: all + 1 });
    }
  }
  return counts;
}

function partLines(outcomes: readonly Outcome[]): readonly string[] {
  if (outcomes.length === 0) return [];
  const lines = [...countsOf(outcomes)]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(
      ([part, { wrong, open, all }]) =>
        `| ${part} | ${all} | ${wrong} | ${((100 * wrong) / all).toFixed(1)} | ${open} |`,
    );
  return [
    "",
    "| factor or place, all rows | runs | wrong | wrong % | open |",
    "| --- | ---: | ---: | ---: | ---: |",
    ...lines,
  ];
}

function wrongLines(outcomes: readonly Outcome[]): readonly string[] {
  const wrong = outcomes.filter(({ score }) => score === "wrong");
  if (wrong.length === 0) return ["", "No wrong name."];
  const lines = wrong.map(
    ({ row, seed, cell, truth, why }) => `- ${row}, seed ${seed}, ${cell}: ${truth}; named ${why}`,
  );
  return ["", "Wrong names:", "", ...lines];
}
