/** How this folder is checked, and what no check of it can show. */
export const checkingLines: readonly string[] = [
  "- `llm-parity evidence verify .` in this folder: compares hashes, decodes the bytes again, recomputes the verdicts and every number.",
  "- `sha256sum -c SHA256SUMS`: compares the hashes only.",
  "- A number on this page is a link to [claims.md](claims.md), which lists the calls that it counts.",
  "",
  "**What checking cannot show**: that the bytes came from the vendor. Only the vendor can, by request id, account, region and UTC time.",
];
