import { rows, table, text } from "trueup";

export const tradition = table({ id: text().primaryKey(), title: text().was("name") }, { was: "genre" });
rows(tradition, [{ id: "irl", title: "Irish" }, { id: "swe", title: "Swedish" }]);
