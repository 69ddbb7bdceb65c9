/**
 * The URL of a simulator for one target: the simulator's own, with the path of the target's base URL (null: no path). Bedrock's mantle
 * endpoint, whose path is that of others, is named before it, since a simulator has one host for all.
 */
export function simulatorUrl(simulator: string, baseUrl: string | null): string {
  if (baseUrl === null) return withoutSlash(simulator);
  const { hostname, pathname } = new URL(baseUrl);
  const door = hostname.startsWith("bedrock-mantle.") ? "/bedrock-mantle" : "";
  return `${withoutSlash(simulator)}${door}${withoutSlash(pathname)}`;
}

function withoutSlash(text: string): string {
  return text.replace(/\/$/, "");
}
