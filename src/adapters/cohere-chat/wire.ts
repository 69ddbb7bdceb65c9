export { listAt, numberAt, objectAt, textAt } from "../openai-chat/wire.js";
