/** The import table of ARCHITECTURE.md: a layer may import itself and what stands here, nothing else of ours. */
export const allowed: { readonly [layer: string]: readonly string[] | "everything" } = {
  source: [],
  chat: [],
  wire: ["chat"],
  scenario: ["source", "chat"],
  adapters: ["chat", "wire"],
  transcript: ["chat", "wire", "scenario"],
  recordings: ["source", "chat", "wire", "scenario", "adapters", "transcript"],
  simulator: ["source", "chat", "wire", "scenario"],
  runner: ["source", "chat", "wire", "scenario", "adapters", "transcript"],
  verdict: ["chat", "scenario", "transcript"],
  report: ["chat", "scenario", "transcript", "verdict"],
  learned: ["source", "chat", "wire", "adapters"],
  router: ["source", "chat", "wire", "scenario", "adapters", "verdict", "learned"],
  library: [
    "source",
    "chat",
    "wire",
    "scenario",
    "adapters",
    "transcript",
    "recordings",
    "simulator",
    "runner",
    "verdict",
    "report",
    "learned",
    "router",
  ],
  // What the package exports: it names functions, errors and types, and knows no command line.
  "index.ts": [
    "library",
    "source",
    "chat",
    "wire",
    "scenario",
    "recordings",
    "transcript",
    "runner",
    "verdict",
    "router",
  ],
  cli: "everything",
};

/** True where a file of `layer` may import a file of the layer `to`. */
export function mayImport(layer: string, to: string): boolean {
  const list = allowed[layer];
  return list === "everything" || (list?.includes(to) ?? false);
}
