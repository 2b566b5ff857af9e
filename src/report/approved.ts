import type { Approved } from "../apply/approved.ts";

/** `approved by …` */
export function approvedWords(approved: Approved): string {
  switch (approved.by) {
    case "seal":
      return `approved by its seal in ${approved.where}`;
    case "signature":
      return `approved by the signature of ${approved.key} on ${approved.on}`;
    case "terminal":
      return `approved at a terminal by typing ${approved.names.join(", ")}`;
  }
}
