/** Values in the form of secrets, used where secrets are; none of them may appear in any output. */
export const canaries = {
  keyId: "AKIA2CANARY2CANARY2C",
  secret: "CANARYsecretCANARYsecretCANARYsecret+/40",
  session: "CANARYsessionCANARYsessionCANARYsession==",
  openrouter: "sk-or-v1-CANARYcanaryCANARYcanaryCANARYcanaryCANARYcanaryCANARYcanary00",
  bedrock: "bedrock-api-key-CANARYcanaryCANARYcanaryCANARY",
  sso: "CANARYssoTokenCANARYssoToken",
};

/** Throws if the text contains a canary, plain, in Base64 or percent-encoded. */
export function expectNoCanary(text: string, where = "output"): void {
  for (const [name, canary] of Object.entries(canaries)) {
    const inside = Buffer.from(canary).toString("base64").slice(4, -4);
    for (const form of [canary, encodeURIComponent(canary), inside]) {
      if (text.includes(form)) throw new Error(`${where} holds the canary "${name}" as ${form}`);
    }
  }
}
