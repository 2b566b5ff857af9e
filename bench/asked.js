/** The figures that were asked for, held against what was measured: by wall and by processor time. */
export function figures(workload, measured) {
  const wall = reader(measured, "wall");
  const cpu = reader(measured, "cpu");
  return (workload.asked ?? []).map(({ text, most, least, unit = "×", of, memory = false }) => {
    const [value, processor] = [of(wall), of(cpu)];
    const asked = most ? `at most ${most}${unit}` : least ? `at least ${least}${unit}` : "";
    const met = !asked
      ? ""
      : Number.isNaN(value)
        ? "not measured"
        : (most ? value <= most : value >= least)
          ? "yes"
          : "no";
    return { text, asked, value: shown(value, unit), processor: memory ? "" : shown(processor, unit), met };
  });
}

function shown(value, unit) {
  if (!Number.isFinite(value)) return "";
  return unit === "×" ? `${value.toFixed(2)}×` : `${value.toFixed(0)}${unit}`;
}

/** `m(label)` is a time, that of the first of these labels there is; the others speak of the peers that did it right. */
function reader(measured, key) {
  const good = measured.filter(({ failed, wrong }) => !failed && !wrong);
  const find = (...labels) => good.find(({ label }) => labels.includes(label));
  const least = (key) => Math.min(...good.filter(({ peer }) => peer).map((each) => each[key]));
  const m = (...labels) => find(...labels)?.[key] ?? Number.NaN;
  m.peers = () => least(key);
  m.leanest = () => least("memory");
  m.memory = (label) => find(label)?.memory ?? Number.NaN;
  m.rate = (label) => (find(label)?.databases ?? Number.NaN) / (m(label) / 1000);
  return m;
}
