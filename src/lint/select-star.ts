import { significantIn } from "../sql/tokens.ts";
import type { Rule } from "./rule.ts";

export const selectStar: Rule = {
  code: "select-star",
  level: "warn",
  find: (schema) =>
    schema.views.flatMap((view) => {
      const tokens = significantIn(view.body.text);
      // After a name, a number or a parenthesis the star multiplies; after an opening one it counts.
      const star = tokens.some(
        (token, at) => token.text === "*" && /^(SELECT|DISTINCT|ALL|,|\.)$/i.test(tokens[at - 1]?.text ?? ""),
      );
      if (!star) return [];
      return [
        {
          on: [view.name],
          places: [`view:${view.name}`],
          message: `the view \`${view.name}\` selects \`*\``,
          label: "its columns are those of other tables",
          why: "adding or moving a column of a table changes what the view returns",
          help: ["name the columns"],
        },
      ];
    }),
};
