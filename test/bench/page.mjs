// docs/performance.md, from the newest results.
import { benches } from "./benches.mjs";
import { figuresTable } from "./figures.mjs";
import { missed } from "./missed.mjs";

export function pageText(results) {
  const figures = figuresTable(results);
  return [
    "# Performance",
    "",
    "What starting, replaying and the router cost, beside what they are held against. The bench writes this page ([how](#how-to-run-it));",
    "it also fails where a figure is over its budget (`test/bench/budget.json`). Ratios travel between machines;",
    "milliseconds and requests a second do not.",
    "",
    "## Figures",
    "",
    figures === "" ? "None of the parts with figures was measured for this page." : figures,
    "",
    ...results.flatMap(section),
    ...missed,
    "## How to run it",
    "",
    "[CONTRIBUTING](../CONTRIBUTING.md) has the command. Each process is asked in turns with its peers; the figures are medians. Processor",
    "time is user and system time, by the kernel's count of the process and its children. The peers are a bare undici proxy and a bare",
    "Converse translator (`test/bench/router/bare-proxy.mjs`), and Portkey's gateway from npm, which is installed into a folder for",
    "temporary files. The service behind all of them answers the same bytes (`test/bench/router-upstream.mjs`).",
    "",
  ].join("\n");
}

function section({ name, machine, rounds, tables }) {
  const title = benches.find((bench) => bench.name === name)?.title ?? name;
  const { date, node, system, cores, memoryGiB, load, loadAfter, commit } = machine;
  const where = `${date}, Node ${node}, ${system}, ${cores}, ${memoryGiB} GiB, load ${load} before and ${loadAfter} after, commit ${commit}, ${rounds} rounds.`;
  return [`## ${title}`, "", where, "", ...tables.flatMap((table) => [table, ""])];
}
