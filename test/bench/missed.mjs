// The section of docs/performance.md on the aims that are missed: what profiles say, and what the next step would cost.
const rows = [
  [
    "2,400 cells, time",
    "reading and decoding each fixture 22 %, sending and recording 14 %, decoding replies 12 %, judging 13 %, starting 18 %, garbage 7 %; no function takes more than 4 %",
    "an index beside each HAR file, so that a replay reads only the entry that it needs: a second format to keep in step with the evidence",
  ],
  [
    "2,400 cells, memory",
    "the young generation of V8 grows to its limit, whatever is kept",
    "V8's flag semi-space-growth-factor=1 holds it at about 109 MiB, and costs 4 to 8 % of processor time on every command",
  ],
  [
    "unary call beside a bare proxy",
    "between JSON and JSON 18 µs, admission and JSON 5 µs; the rest is HTTP, twice, as in the proxy",
    "passing a body on without reading it, which gives up checks, repairs, cost and the guard against empty replies",
  ],
  [
    "streams beside a bare proxy",
    "each chunk is decoded, checked and encoded again; the proxy copies bytes",
    "the same",
  ],
  [
    "decoders, Messages and Responses, one event a read",
    "handing over the pieces and the events alone takes most of it (last column of the table): for Messages no decoder can reach 5",
    "reading several pieces before events are handed out, which delays the first word",
  ],
  [
    "`judge` and `import` against commit 9c44f20",
    "reading files 25 %, decoding 12 %, checks 14 %, sampling and tally 10 %, YAML 11 %, garbage 5 %; no function takes more than 5 %. Since that commit, both also diagnose, name editions and look for secrets in all encodings",
    "threads that share their compiled code, which Node does not have",
  ],
  [
    "`judge` on two cores",
    "each thread loads the program and warms up by itself: about 0.3 s of the 3 s that the whole takes",
    "the same; larger folders gain more",
  ],
];

export const missed = [
  "## Where an aim is missed",
  "",
  "What processor profiles say (Node 20.20, 2026-11-30), and what the next step would cost.",
  "",
  "| figure | where the time goes | the next step |",
  "| --- | --- | --- |",
  ...rows.map((cells) => `| ${cells.join(" | ")} |`),
  "",
];
