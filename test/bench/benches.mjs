// The parts of the bench, in the order of the page. A part is a module with `measure({ rounds })`, which resolves with Markdown
// `tables` and with `figures` of an `id` and a `value`. What a figure says, its aim and its budget stand in budget.json.
export const benches = [
  { name: "start", title: "Commands", load: () => import("./start.mjs") },
  { name: "packed", title: "Commands of a packed install", load: tables(() => import("./packed.mjs"), "packedTable") },
  {
    name: "decoders",
    title: "Decoders beside the SDKs'",
    load: tables(() => import("./decoders.mjs"), "decoderTable"),
  },
  {
    name: "suite",
    title: "Replay of the whole suite",
    load: tables(() => import("./full-suite.mjs"), "fullSuiteTable"),
  },
  {
    name: "recordings",
    title: "Recordings of other tools",
    load: tables(() => import("./recordings.mjs"), "recordingsTable"),
  },
  { name: "router", title: "What a request costs in a gateway", load: () => import("./router/costs.mjs") },
  { name: "steps", title: "The steps of a unary call", load: () => import("./router/steps.mjs") },
  { name: "workers", title: "Several workers", load: () => import("./router/workers.mjs") },
  { name: "frontier", title: "Throughput and added time", load: () => import("./router/frontier.mjs") },
  { name: "doors", title: "The doors of the router", load: tables(() => import("./router-doors.mjs"), "doorsTable") },
];

/** A module that has a table alone. */
function tables(load, name) {
  return async () => {
    const { [name]: tableOf } = await load();
    return { measure: async (how) => ({ tables: [await tableOf(how)], figures: [] }) };
  };
}
