import type { SameRequest, SettingChange, SettingPart } from "../../verdict/nights/setting.js";

/** One change: `fingerprint: fp_1 → fp_2`. A hash is shortened. */
export function changeText({ what, before, after }: SettingChange): string {
  const hashed: readonly SettingPart[] = ["request body", "request headers"];
  const shown = (values: readonly string[]) => {
    const texts = hashed.includes(what) ? values.map((value) => value.slice(0, 12)) : values;
    return texts.length === 0 ? "none" : texts.join(", ");
  };
  return `${what}: ${shown(before)} → ${shown(after)}`;
}

/** What equal or other requests say of who changed. */
export function requestText(request: SameRequest): string {
  const texts: { readonly [same in SameRequest]: string } = {
    equal: "the request is the same, so the change is not ours",
    changed: "we sent a different request",
    unknown: "one side kept no request, so the change may be ours",
  };
  return texts[request];
}
