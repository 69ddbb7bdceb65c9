import { describe, expect, test } from "vitest";
import { reading, verdictOf } from "../../../test/samples/evidence.js";
import type { Attribution, ControlReading } from "../attribution/attribution.js";
import { cellOf, chooseWorking, trialsOf } from "./choose-working.js";

const failing = verdictOf({ target: "here", scenario: "foreign" }, ["bad", "bad"]);
const native = verdictOf({ target: "here", scenario: "native" }, ["ok", "ok"]);
const whole = verdictOf({ target: "here-whole", scenario: "foreign" }, ["ok", "ok"]);
const elsewhere = verdictOf({ target: "there", scenario: "foreign" }, ["ok", "ok"]);
const silent = verdictOf({ target: "silent", scenario: "foreign" }, ["bad", "excluded"]);
const verdicts = [failing, native, whole, elsewhere, silent];

const ofFactor = reading("native on here");
const ofStream = reading("foreign on here-whole", { kind: "stream", differs: "stream" });
const ofProvider = reading("foreign on there", { kind: "provider", differs: "provider" });
const ofSilent = reading("foreign on silent", { kind: "region", differs: "region" });

const idForm = { id: "id-form", failing: "neutral", cures: "native" };

function chosen(controls: readonly ControlReading[], decides: Attribution["decides"] = null): string | null {
  const attribution = { controls, decides } as unknown as Attribution;
  return chooseWorking(attribution, { failing, verdicts })?.reading.of ?? null;
}

describe("the control that is shown as working", () => {
  test("is the factor that decides, even where a place is shown more strongly", () => {
    const weak = { ...ofFactor, reading: "suggests-fine" } as const;
    expect(chosen([ofStream, weak], idForm)).toBe("native on here");
    expect(chosen([ofStream, weak], null)).toBe("foreign on here-whole");
    expect(chosen([ofStream, weak], { ...idForm, id: "token-limit" })).toBe("foreign on here-whole");
  });

  test("is the strongest one, then the nearest one, then the one with most trials", () => {
    expect(chosen([{ ...ofStream, reading: "suggests-fine" }, ofProvider])).toBe("foreign on there");
    expect(chosen([ofProvider, ofStream])).toBe("foreign on here-whole");
    expect(
      chosen([
        { ...ofStream, kind: "provider" },
        { ...ofProvider, eligible: 11 },
      ]),
    ).toBe("foreign on there");
    expect(
      chosen([
        { ...ofStream, reading: "too-few", bad: 1 },
        { ...ofProvider, reading: "too-few" },
      ]),
    ).toBe("foreign on there");
  });

  test("has a trial that passed, and does not fail like the cell itself", () => {
    expect(chosen([ofSilent])).toBeNull();
    expect(chosen([ofSilent, ofProvider])).toBe("foreign on there");
    expect(chosen([{ ...ofProvider, reading: "fails", bad: 9 }])).toBeNull();
    expect(chosen([{ ...ofFactor, reading: "suggests-fails", bad: 9 }], idForm)).toBeNull();
  });

  test("is none where there are no controls, or none whose cell is there", () => {
    expect(chosen([])).toBeNull();
    expect(chosen([reading("foreign on nowhere")])).toBeNull();
    expect(chosen([reading("foreign on here")])).toBeNull();
  });
});

describe("a gateway that names its upstreams", () => {
  const gateway = verdictOf({ target: "gateway", scenario: "foreign" }, [
    ["bad", "A"],
    ["ok", "B"],
    ["bad", "A"],
  ]);
  const cells = { failing, verdicts: [failing, gateway] };
  const [ofA, ofB] = [reading("foreign on gateway → A"), reading("foreign on gateway → B")];

  test("is one cell, and each upstream has its own trials", () => {
    expect(cellOf(ofA, cells)).toBe(gateway);
    expect(trialsOf(ofA, gateway).map(({ trial }) => trial)).toEqual([1, 3]);
    expect(trialsOf(ofB, gateway).map(({ trial }) => trial)).toEqual([2]);
    expect(trialsOf(reading("foreign on gateway"), gateway).map(({ trial }) => trial)).toEqual([1, 2, 3]);
  });

  test("is shown as working by an upstream that passed", () => {
    const choose = (controls: readonly ControlReading[]) =>
      chooseWorking({ controls, decides: null } as unknown as Attribution, cells)?.reading.of ?? null;
    expect(choose([ofA])).toBeNull();
    expect(
      choose([
        { ...ofA, kind: "door" },
        { ...ofB, kind: "provider" },
      ]),
    ).toBe("foreign on gateway → B");
  });

  test("has no other cell for an upstream of the failing cell itself", () => {
    expect(cellOf(ofB, { failing: gateway, verdicts: [failing, gateway] })).toBeNull();
  });

  test("whose name contains that of another is not that other", () => {
    const longer = verdictOf({ target: "gateway-2", scenario: "foreign" }, [["ok", "B"]]);
    expect(cellOf(ofB, { failing, verdicts: [failing, longer] })).toBeNull();
    expect(cellOf(ofB, { failing, verdicts: [failing, longer, gateway] })).toBe(gateway);
  });
});

test("cells of two clients have one name, and the reading says which one is meant", () => {
  const [http, sdk] = [verdictOf({ target: "there" }, ["ok"]), verdictOf({ target: "there", client: "sdk" }, ["ok"])];
  const ownSdk = verdictOf({ target: "here", scenario: "foreign", client: "sdk" }, ["ok"]);
  const cells = { failing, verdicts: [failing, sdk, http, ownSdk] };
  const same = reading("sample on there", { kind: "provider" });
  expect(cellOf(same, cells)).toBe(http);
  expect(cellOf({ ...same, caveats: ["client differs too"] }, cells)).toBe(sdk);
  expect(cellOf(reading("foreign on here", { kind: "client" }), cells)).toBe(ownSdk);
  expect(cellOf(same, { failing, verdicts: [failing, sdk] })).toBe(sdk);
});
