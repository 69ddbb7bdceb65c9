import { measureRow, printed } from "./prove-causes/measure.js";
import { rows } from "./prove-causes/rows.js";

// Lets the experiment find hidden causes in made-up worlds, and prints how often it is right, wrong or open, and after how many
// calls. Arguments: the number of runs for each row, a part of the rows' names, and the first seed.

const [runs = "200", part = "", first = "1"] = process.argv.slice(2);
console.log(
  "| hidden cause, failure rate | runs | right % | wrong % | open % | median calls | p95 calls | worst part, wrong |",
);
console.log("| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
for (const row of rows.filter(({ name }) => new RegExp(part).test(name))) {
  const started = performance.now();
  const measured = measureRow(row, Number(runs), Number(first));
  console.log(printed(measured));
  const seeds = measured.wrongSeeds.slice(0, 8).join(" ");
  const open = measured.openSeeds.slice(0, 8).join(" ");
  console.error(
    `  ${Math.round((performance.now() - started) / Number(runs))} ms a run; wrong: ${seeds}; open: ${open}`,
  );
}
