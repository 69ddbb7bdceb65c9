/** Where a simulator answers for a target: at its own URL, on the path of the target's base URL (null: none). */
export function simulatorUrl(simulator: string, baseUrl: string | null): string {
  const path = baseUrl === null ? "" : withoutSlash(new URL(baseUrl).pathname);
  return `${withoutSlash(simulator)}${path}`;
}

function withoutSlash(text: string): string {
  return text.replace(/\/$/, "");
}
