import type { ChatRequest } from "../../../chat/request.js";
import { messageUnits } from "./message-units.js";
import { parameterUnits } from "./parameter-units.js";
import { isInside } from "./pointers.js";
import { toolUnits } from "./tool-units.js";
import { type Unit, unitGroups } from "./unit.js";

/**
 * The members that choose who serves a request at OpenRouter. They are the place that is asked, so that they stay
 * (openrouter.ai/docs/guides/routing: provider selection, model fallbacks; guides/features/presets; 2026-11-29).
 */
const routing = ["/extra/provider", "/extra/models", "/extra/route", "/extra/preset"];

/**
 * Everything that can be taken away from a request, group by group, larger before smaller. `stays`: pointers to what is never taken
 * away, beside the members that choose the upstream.
 */
export function unitsOf(request: ChatRequest, stays: readonly string[] = []): readonly Unit[] {
  const fixed = [...routing, ...stays];
  const units = [...messageUnits(request.messages), ...toolUnits(request), ...parameterUnits(request)].filter(
    ({ takes }) => !takes.some((pointer) => fixed.some((stay) => isInside(pointer, stay) || isInside(stay, pointer))),
  );
  const known = new Set(units.map(({ id }) => id));
  return unitGroups
    .flatMap((group) => units.filter((unit) => unit.group === group))
    .map((unit) => (unit.parent === null || known.has(unit.parent) ? unit : { ...unit, parent: null }));
}
