import type { ChatRequest, Tool } from "../../../chat/request.js";
import { quotedName } from "../../evidence/quoted-name.js";
import { schemaUnits } from "./schema-units.js";
import { textUnits } from "./text-pieces.js";
import type { Unit } from "./unit.js";

/** What can go of the tools: the choice of a tool, the tools, their descriptions, and every keyword of their schemas. */
export function toolUnits({ tools, toolChoice, parallelToolCalls }: ChatRequest): readonly Unit[] {
  const settings = [
    toolChoice === null ? null : unit("/toolChoice", "the tool choice", null),
    parallelToolCalls === null ? null : unit("/parallelToolCalls", "the setting of parallel calls", null),
    tools?.length === 0 ? unit("/tools", "the empty list of tools", null) : null,
  ];
  return [...settings.filter((one) => one !== null), ...(tools ?? []).flatMap(unitsOfTool)];
}

function unitsOfTool(tool: Tool, index: number): readonly Unit[] {
  const pointer = `/tools/${index}`;
  const says = `the tool ${quotedName(tool.name)}`;
  const { description, strict, parameters } = tool;
  return [
    unit(pointer, says, null),
    ...(strict === null ? [] : [unit(`${pointer}/strict`, `the setting "strict" of ${says}`, pointer)]),
    ...(description === null ? [] : [unit(`${pointer}/description`, `the description of ${says}`, pointer)]),
    ...(parameters === null
      ? []
      : schemaUnits(
          parameters,
          { pointer: `${pointer}/parameters`, parent: pointer, group: "schema keywords" },
          `the schema of ${says}`,
        )),
    ...(description === null
      ? []
      : textUnits(
          description,
          { pointer: `${pointer}/description`, parent: `${pointer}/description`, group: "text" },
          `the description of ${says}`,
        )),
  ];
}

function unit(id: string, says: string, parent: string | null): Unit {
  return { id, group: "tools", says, parent, takes: [id] };
}
