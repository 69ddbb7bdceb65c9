import type { Assumption } from "../../src/library/probes/assumption.js";

/** The text of docs/unverified.md. */
export function unverifiedPage(assumptions: readonly Assumption[]): string {
  const vendors = [...new Set(assumptions.map(({ vendor }) => vendor))];
  const probed = assumptions.filter(({ probe }) => probe.kind === "ask").length;
  return [
    "# What was never asked",
    "",
    "This page is written by `npm run unverified`. Change `src/library/probes/assumptions/`, not the page.",
    "",
    `llm-parity makes ${assumptions.length} assumptions about its vendors that no request of ours has tested. Each has a source, and ${probed} have a`,
    "probe: small requests that settle it. The price is stated first, and the first command asks nothing.",
    "",
    "```sh",
    "llm-parity doctor --probe --plan",
    "llm-parity doctor --probe",
    "llm-parity doctor --probe --only bedrock-native-id",
    "```",
    "",
    "[Live runs](live.md#what-was-never-asked) says what the command does. A probe names its requests; a request that several probes",
    "share is asked once. No result is kept in this repository: what a probe says holds for one account, on one day.",
    ...vendors.flatMap((vendor) => vendorSection(vendor, assumptions)),
    "",
  ].join("\n");
}

function vendorSection(vendor: string, all: readonly Assumption[]): readonly string[] {
  const own = all.filter((one) => one.vendor === vendor);
  const rows = own.flatMap((one) =>
    one.probe.kind === "ask" ? [row(one, one.probe.asks.map(({ name }) => `\`${name}\``).join(", "))] : [],
  );
  const unprobed = own.flatMap((one) => (one.probe.kind === "none" ? [row(one, one.probe.why)] : []));
  return [
    "",
    `## ${vendor}`,
    "",
    "| id | we assume | source | what depends on it | probe |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
    ...(unprobed.length === 0
      ? []
      : [
          "",
          "Without a probe:",
          "",
          "| id | we assume | source | what depends on it | why no probe |",
          "| --- | --- | --- | --- | --- |",
          ...unprobed,
        ]),
  ];
}

function row({ id, statement, source, date, relies }: Assumption, last: string): string {
  return `| \`${id}\` | ${[statement, `${source}, ${date}`, relies, last].map(cell).join(" | ")} |`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
