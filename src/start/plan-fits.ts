import { sha256 } from "../model/sha256.ts";
import { unusable } from "./bundle-fits.ts";
import type { Bundle, BundledPlan } from "./bundle.ts";

/** Checks that the plan that is about to run is the one that was proven. */
export function checkPlan({ from, items, seal }: BundledPlan, { target }: Bundle): void {
  const body = JSON.stringify({ from, target: target.fingerprint, items });
  if (seal !== `sha256:${sha256([body])}`) throw unusable("a plan does not match its seal");
}
