import { converse } from "../chat/apis/converse.js";

const whole = converse.name;
const streaming = `${whole}-stream`;

/** A typed target, for help texts and hints. */
export const typedExample = `bedrock/${streaming}:moonshotai.kimi-k2.5@us-west-2`;

/** A target of models.yaml with a scenario, for help texts and hints. */
export const cellExample = `kimi-k2.5/bedrock/${streaming}/response-after-tool`;

/** A case whose recording is in `fixtures/`, for help texts. */
export const caseExample = `kimi-k2.5/bedrock/${whole}/basic-chat`;
