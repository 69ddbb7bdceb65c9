/** The URL of a simulator for one target: the simulator's own, with the path of the target's base URL (null: no path). */
export function simulatorUrl(simulator: string, baseUrl: string | null): string {
  const path = baseUrl === null ? "" : withoutSlash(new URL(baseUrl).pathname);
  return `${withoutSlash(simulator)}${path}`;
}

function withoutSlash(text: string): string {
  return text.replace(/\/$/, "");
}
