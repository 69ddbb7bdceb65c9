import { autoModel } from "../../adapters/server/read-or-refuse.js";
import type { RoutedModel } from "./router-config.js";

/** Whether the entry of a model allows requests to set a member; for a request that leaves the choice to the router: of any model. */
export function allowsMember(models: readonly RoutedModel[], model: string, member: string): boolean {
  const asked = model.trim();
  return models.some(({ name, allow }) => (asked === autoModel || name === asked) && allow.includes(member));
}
