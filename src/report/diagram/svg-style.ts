import { dark, light, variables } from "../theme.ts";

const mono = `ui-monospace,"SF Mono",SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace`;

/** `file`: the drawing is a file of its own and includes its colours. `page`: the page defines them. */
export function svgStyle(where: "file" | "page"): string {
  const colours =
    where === "page"
      ? ""
      : `.tu-diagram{${variables(light)}}@media(prefers-color-scheme:dark){.tu-diagram{${variables(dark)}}}`;
  return colours + rules;
}

const rules = `
.tu-diagram{font:12px ${mono};fill:var(--tu-text)}
.tu-diagram .ground{fill:var(--tu-ground)}
.tu-diagram .group rect{fill:none;stroke:var(--tu-line);stroke-dasharray:2 5;stroke-linecap:round}
.tu-diagram .group text{font-size:14px;font-weight:600;fill:var(--tu-soft)}
.tu-diagram .card{fill:var(--tu-card)}
.tu-diagram .head{fill:var(--tu-head)}
.tu-diagram .frame{fill:none;stroke:var(--tu-line);stroke-width:1.2}
.tu-diagram .name{font-size:13px;font-weight:700}
.tu-diagram .sub{font-size:11px;fill:var(--tu-soft)}
.tu-diagram .type{fill:var(--tu-soft)}
.tu-diagram .badge{font-size:9.5px;font-weight:700;fill:var(--tu-soft);letter-spacing:.4px}
.tu-diagram .more .field{fill:var(--tu-soft);font-style:italic}
.tu-diagram .view .frame{stroke-dasharray:6 4}
.tu-diagram .view .name,.tu-diagram .virtual-table .name{font-weight:400}
.tu-diagram .wire,.tu-diagram .foot{fill:none;stroke:var(--tu-line);stroke-width:1.4}
.tu-diagram .line.dropped .wire{stroke-dasharray:3 4}
.tu-diagram .strike{stroke:var(--tu-dropped);stroke-width:1.2}
${(["added", "changed", "renamed", "dropped"] as const).map(marked).join("\n")}
`;

function marked(mark: "added" | "changed" | "renamed" | "dropped"): string {
  return `.tu-diagram .entity.${mark}>.frame{stroke:var(--tu-${mark});stroke-width:2${mark === "dropped" ? ";stroke-dasharray:5 3" : ""}}
.tu-diagram .entity.${mark}>.head{fill:var(--tu-${mark}Ground)}
.tu-diagram .entity.${mark}>.name,.tu-diagram .entity.${mark}>.sub{fill:var(--tu-${mark})}
.tu-diagram .row.${mark} .tint{fill:var(--tu-${mark}Ground)}
.tu-diagram .row.${mark} .sign,.tu-diagram .row.${mark} .field,.tu-diagram .row.${mark} .type{fill:var(--tu-${mark})}
.tu-diagram .row.${mark} .sign{font-weight:700}
.tu-diagram .line.${mark} .wire,.tu-diagram .line.${mark} .foot{stroke:var(--tu-${mark})}`;
}
