/** A sample of a metric. */
export type MetricSample = {
  readonly name: string;
  readonly labels: { readonly [name: string]: string };
  readonly value: number;
};

/**
 * Reads OpenMetrics 1.0 strictly (prometheus.io/docs/specs/om, 2026-11-29): each family has its type first and its samples in one piece, a
 * counter's end with `_total`, a unit is the end of the name, no sample is there twice, and the last line is `# EOF`.
 */
export function readOpenMetrics(text: string): readonly MetricSample[] {
  const lines = text.split("\n");
  if (lines.pop() !== "" || lines.pop() !== "# EOF") throw new SyntaxError("the last line is not # EOF");
  const types = new Map<string, string>();
  const seen = new Set<string>();
  let family = "";
  return lines.flatMap((line) => {
    const [, kind, name = "", rest = ""] = /^# (TYPE|UNIT|HELP) ([a-z_]+) (.+)$/.exec(line) ?? [];
    if (kind === "TYPE") {
      if (types.has(name)) throw new SyntaxError(`${name} is there twice`);
      if (!["counter", "gauge", "summary"].includes(rest)) throw new SyntaxError(`no type: ${rest}`);
      types.set(name, rest);
      family = name;
      return [];
    }
    if (kind !== undefined) {
      if (name !== family) throw new SyntaxError(`${kind} of another family: ${name}`);
      if (kind === "UNIT" && !name.endsWith(`_${rest}`)) throw new SyntaxError(`${name} does not end with its unit`);
      return [];
    }
    const sample = sampleOf(line);
    const suffixes =
      { counter: ["_total"], gauge: [""], summary: ["", "_sum", "_count"] }[types.get(family) ?? ""] ?? [];
    if (!suffixes.some((suffix) => sample.name === `${family}${suffix}`))
      throw new SyntaxError(`${sample.name} in ${family}`);
    const key = `${sample.name} ${JSON.stringify(Object.entries(sample.labels).sort())}`;
    if (seen.has(key)) throw new SyntaxError(`twice: ${key}`);
    seen.add(key);
    return [sample];
  });
}

function sampleOf(line: string): MetricSample {
  const [, name = "", written = "", value = ""] = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
  if (name === "" || !Number.isFinite(Number(value))) throw new SyntaxError(`no sample: ${line}`);
  const pair = /([a-z_]+)="((?:[^"\\]|\\["\\n])*)"(,|$)/y;
  const labels: Record<string, string> = {};
  while (pair.lastIndex < written.length) {
    const found = pair.exec(written);
    if (found === null) throw new SyntaxError(`no label: ${written}`);
    const [, key = "", text = ""] = found;
    if (Object.hasOwn(labels, key)) throw new SyntaxError(`${key} twice`);
    labels[key] = text.replace(/\\(.)/g, (_, character: string) => (character === "n" ? "\n" : character));
  }
  return { name, labels, value: Number(value) };
}
