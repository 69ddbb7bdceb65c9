import { expect, test } from "vitest";
import { isPromise } from "./promise.js";

test.each([
  ...["Let me check.", "Let's check.", "I'll check.", "I will check.", "I'm going to check.", "I am going to check."],
  ...["I'm now checking.", "Now I check.", "Now I'll check.", "Allow me to check.", "LET ME CHECK", "Let’s check."],
  ...["Let me now check.", "Let me just check.", "Let me first check.", "Let me quickly check."],
  ...["Let me go ahead and check.", "Let me try to check.", "Let me start by checking.", "Let me just quickly check."],
  ...["I will call it.", "I'm now calling it.", "I will convert it.", "I will calculate it.", "I will fetch it."],
  ...["I'm now fetching it.", "I will find it.", "I will get it.", "I'm now getting it.", "I will gather it."],
  ...["I will invoke it.", "I will look.", "I'm now looking.", "I will look up the city.", "I will make it."],
  ...["I will pull it.", "I will query it.", "I will read it.", "I will request it.", "I will retrieve it."],
  ...["I will run it.", "I will search.", "I will see.", "I will use it.", "I'm now using it."],
  ...["Sure! Let me\ncheck.", "Let me  check.", "It’s fine, I’ll check."],
])("%j announces", (words) => {
  expect(isPromise(words)).toBe(true);
});

test.each([
  ...["Let me know if you need more.", "I'll be glad to check.", "I checked.", "Check it.", "outlet me check"],
  ...["Let me checkmate you.", "You will check.", "I will always check.", "Let mecheck", "Let me nowcheck"],
])("%j does not", (words) => {
  expect(isPromise(words)).toBe(false);
});
